import { expect, it } from 'vitest';
import { startedLines } from './started-lines.mjs';

const origin = 'https://mooring.example';
const claimLink = `${origin}/claim/${'a'.repeat(43)}`;
const facts = { origin, claimLink, notes: ['A note.', null], terminal: { columns: 80 } };
const isOfPicture = (line: string) => /[█▀▄]/.test(line);

it('in a terminal the claim link is the last line, under its QR code', async () => {
	const lines = await startedLines(facts);
	expect(lines.slice(0, 2)).toEqual(['A note.', `Mooring is at ${origin}`]);
	expect(lines.slice(2, -1).every(isOfPicture)).toBe(true);
	expect(lines.slice(2, -1).length).toBeGreaterThan(10);
	expect(lines.at(-1)).toBe(`Claim this instance: ${claimLink}`);
});

it('the code is as wide as the terminal at most', async () => {
	const widest = (await startedLines(facts)).filter(isOfPicture)[0] ?? '';
	const width = [...widest].filter(isOfPicture).length;
	expect((await startedLines({ ...facts, terminal: { columns: width } })).some(isOfPicture)).toBe(
		true
	);
	for (const terminal of [{ columns: width - 1 }, {}]) {
		expect(await startedLines({ ...facts, terminal })).toEqual([
			'A note.',
			`Mooring is at ${origin}`,
			`Claim this instance: ${claimLink}`
		]);
	}
});

it('in a log there is no picture, and the address is the last line', async () => {
	expect(await startedLines({ ...facts, terminal: null })).toEqual([
		`Claim this instance: ${claimLink}`,
		'A note.',
		`Mooring is at ${origin}`
	]);
});

it('an instance that belongs to somebody, and practice, end with the address', async () => {
	expect(await startedLines({ ...facts, claimLink: null })).toEqual([
		'A note.',
		`Mooring is at ${origin}`
	]);
});
