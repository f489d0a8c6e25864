import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BODY_ROWS } from './support/bad-input-bodies.ts';
import { CALLBACK_ROWS } from './support/bad-input-callback.ts';
import { COOKIE_ROWS } from './support/bad-input-cookies.ts';
import { HEADER_ROWS } from './support/bad-input-headers.ts';
import { PATH_ROWS } from './support/bad-input-paths.ts';
import { SIGNED_ROWS } from './support/bad-input-signed.ts';
import { WIRE_ROWS } from './support/bad-input-wire.ts';

const ROOT = join(import.meta.dirname, '..');
const DOCUMENT = 'docs/SECURITY-MODEL.md';
const BAD_INPUTS = 133;
const JOURNEYS = 'tests/integration/bad-input-journeys.test.ts';

const range = (from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, at) => from + at);
const named = (prefix: string, numbers: number[]) =>
	numbers.map((number) => `${prefix}-${String(number).padStart(2, '0')}`);
const THREATS = named('T', [...range(1, 49), 78]);
/** What the two documents demand of a client (MUST, MUST NOT, REQUIRED), and all of what is forwarded. */
const DEMANDS = [
	...named('BFF', [1, 2, 3, 4, 10, 12, ...range(14, 22), 25]),
	...named('BCP', [2, 3, 4, 6, 8, 12, 14, 18, 19, 22, 23])
];

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const rows = read(DOCUMENT)
	.split('\n')
	.filter((line) => line.startsWith('| '))
	.map((line) => {
		const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
		return { id: cells[1] ?? '', what: cells[2] ?? '', proof: cells[3] ?? '' };
	});
const rowOf = (id: string) => rows.filter((row) => row.id === id);
const proofs = (proof: string) =>
	[...proof.matchAll(/`([^`]+)` › `([^`]+)`/g)].map(([, file = '', title = '']) => ({
		file,
		title
	}));
const isDecided = (proof: string) => /^(Not here|Decided otherwise): \S/.test(proof);
const hasTitle = (file: string, title: string) =>
	existsSync(join(ROOT, file)) &&
	[`'${title}'`, `"${title}"`, `\`${title}\``].some((text) => read(file).includes(text));

/** `1–30` or `59`, in numbers. */
function numbersIn(text: string): number[] {
	const [from = NaN, to = from] = text.split('–').map(Number);
	return Number.isNaN(from) ? [] : range(from, to);
}

describe('the security model', () => {
	it.each([...THREATS, ...DEMANDS])('%s has one row, with a proof or a decision', (id) => {
		expect(rowOf(id)).toHaveLength(1);
		const [{ what, proof } = { what: '', proof: '' }] = rowOf(id);
		expect(what.length).toBeGreaterThan(8);
		expect(isDecided(proof) ? 1 : proofs(proof).length).toBeGreaterThan(0);
	});

	it('names only tests that there are', () => {
		const cited = rows.flatMap(({ proof }) => proofs(proof));
		expect(cited.length).toBeGreaterThan(THREATS.length);
		expect(cited.filter(({ file, title }) => !hasTitle(file, title))).toEqual([]);
	});

	it('is written in the one form that is read here', () => {
		for (const { id, proof } of rows.filter(({ proof }) => proof.includes('›'))) {
			expect([id, proof.split('›').length - 1]).toEqual([id, proofs(proof).length]);
		}
		const mentioned = read(DOCUMENT).match(/\b(?:T|BFF|BCP)-\d\d\b/g) ?? [];
		const known = new Set([...THREATS, ...DEMANDS]);
		expect(mentioned.filter((id) => !known.has(id))).toEqual([]);
	});

	it('counts every bad input once, and those that it proves are sent', () => {
		const catalogue = rows.filter(({ id }) => numbersIn(id).length > 0);
		const all = catalogue.flatMap(({ id }) => numbersIn(id));
		expect(all).toEqual(range(1, BAD_INPUTS));
		const tables = [
			...CALLBACK_ROWS,
			...SIGNED_ROWS,
			...BODY_ROWS,
			...PATH_ROWS,
			...HEADER_ROWS,
			...COOKIE_ROWS,
			...WIRE_ROWS
		];
		const sent = new Set(tables.map(({ no }) => no));
		for (const [, numbers = ''] of read(JOURNEYS).matchAll(/'rows? ([\d, and]+):/g)) {
			for (const number of numbers.match(/\d+/g) ?? []) sent.add(Number(number));
		}
		const proved = catalogue
			.filter(({ proof }) => proof.includes('bad-input'))
			.flatMap(({ id }) => numbersIn(id));
		expect(proved.filter((no) => !sent.has(no))).toEqual([]);
		const decided = catalogue.filter(({ proof }) => isDecided(proof));
		expect(decided.flatMap(({ id }) => numbersIn(id)).filter((no) => sent.has(no))).toEqual([]);
	});
});

const sources = (folder: string, ending: string) =>
	readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith(ending))
		.map((name) => join(folder, name));

describe('what no test of behaviour can see', () => {
	it('no template writes HTML, picks its element by data, or asks for a password', () => {
		const templates = sources('src', '.svelte');
		expect(templates.length).toBeGreaterThan(20);
		const bad = /\{@html|<svelte:element|innerHTML|\bsrcdoc\b/;
		expect(templates.filter((file) => bad.test(read(file)))).toEqual([]);
		// The secret of one's own Meta app is typed there, and is nobody's password.
		const asking = templates.filter((file) => /type="password"/.test(read(file)));
		expect(asking).toEqual(['src/routes/setup/AppForm.svelte']);
	});

	it('what is compared with a secret is compared in constant time, or by its hash', () => {
		const secret = /\b(?:signature|secret|hmac|digest|token)\b/i;
		const compared = sources('src/lib/server', '.ts')
			.filter((file) => !file.endsWith('.test.ts'))
			.flatMap((file) =>
				[...read(file).matchAll(/([\w.()]+) (?:===|!==) ([\w.()]+)/g)].map(
					([text, left = '', right = '']) => ({ file, text, left, right })
				)
			)
			.filter(({ left, right }) => secret.test(left) && secret.test(right));
		expect(compared.map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
		for (const file of ['meta/signed-request.ts', 'opaque-secret.ts', 'keys/verify.ts']) {
			expect(read(`src/lib/server/${file}`)).toMatch(/(?:&&|return|=>|=)\s+timingSafeEqual\(/);
		}
	});
});
