import { createHash } from 'node:crypto';
import jpeg from 'jpeg-js';

const QUALITY = 80;
const KEPT = 400;

const PALETTES = [
	['#f4efe6', '#22333b', '#c6ac8f', '#5e503f', '#e07a5f'],
	['#fdf6e3', '#264653', '#2a9d8f', '#e9c46a', '#e76f51'],
	['#eef4ed', '#13315c', '#8da9c4', '#134074', '#ef8354'],
	['#fff8f0', '#3d405b', '#81b29a', '#f2cc8f', '#9e2a2b'],
	['#f7f3ff', '#231942', '#9f86c0', '#be95c4', '#5e548e']
];

type Shape = { kind: number; x: number; y: number; size: number };

const channel = (colour: string, place: number) => parseInt(colour.slice(place, place + 2), 16);
const pixel = (colour: string) =>
	0xff000000 | (channel(colour, 5) << 16) | (channel(colour, 3) << 8) | channel(colour, 1);

/** Whether a point lies in a shape: a disc, a ring, a bar or a wedge. All go by the picture's width. */
function isInside({ kind, x, y, size }: Shape, px: number, py: number): boolean {
	const [dx, dy] = [px - x, py - y];
	if (kind === 0) return dx * dx + dy * dy < size * size;
	if (kind === 1) return Math.abs(Math.hypot(dx, dy) - size) < size / 6;
	if (kind === 2) return Math.abs(dy + dx / 3) < size / 5;
	return dx > 0 && dx < size * 1.6 && Math.abs(dy) < dx / 1.5;
}

/** Which shapes a seed draws, in what colours. */
function plan(seed: string): { ground: string; shapes: (Shape & { ink: number })[] } {
	const bytes = createHash('sha512').update(`drawing ${seed}`).digest();
	const at = (place: number) => bytes[place % bytes.length] ?? 0;
	const palette = PALETTES[at(0) % PALETTES.length] ?? [];
	const shapes = Array.from({ length: 4 + (at(1) % 4) }, (_, index) => {
		const start = 2 + index * 6;
		const colour = 1 + (at(start + 4) % (palette.length - 1));
		return {
			kind: at(start) % 4,
			x: at(start + 1) / 255,
			y: at(start + 2) / 255,
			size: 0.06 + at(start + 3) / 900,
			ink: pixel(palette[colour] ?? '#000000')
		};
	});
	return { ground: palette[0] ?? '#ffffff', shapes };
}

/** Fills a shape, looking only where it can be: a bar goes from side to side, the others are small. */
function paint(pixels: Uint32Array, width: number, height: number, shape: Shape & { ink: number }) {
	const { kind, size, x, ink } = shape;
	const placed = { kind, size, x, y: (shape.y * height) / width };
	const reach = kind === 2 ? 1 : size * 1.7;
	const from = Math.max(0, Math.floor((x - reach) * width));
	const to = Math.min(width, Math.ceil((x + reach) * width));
	const top = Math.max(0, Math.floor((placed.y - reach) * width));
	const bottom = Math.min(height, Math.ceil((placed.y + reach) * width));
	for (let row = top; row < bottom; row += 1)
		for (let column = from; column < to; column += 1)
			if (isInside(placed, column / width, row / width)) pixels[row * width + column] = ink;
}

const drawn = new Map<string, Uint8Array<ArrayBuffer>>();

/** A baseline JPEG, drawn by code: another one for every seed, and always the same for one. */
export function jpegOf(seed: string, width: number, height: number): Uint8Array<ArrayBuffer> {
	const key = `${width} ${height} ${seed}`;
	const known = drawn.get(key);
	if (known) return known;
	const { ground, shapes } = plan(seed);
	const pixels = new Uint32Array(width * height).fill(pixel(ground));
	for (const shape of shapes) paint(pixels, width, height, shape);
	const { data } = jpeg.encode({ data: new Uint8Array(pixels.buffer), width, height }, QUALITY);
	const bytes = new Uint8Array(data);
	if (drawn.size >= KEPT) drawn.clear();
	drawn.set(key, bytes);
	return bytes;
}
