import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { days, minutes } from '../../src/lib/server/clock.ts';
import { age } from '../support/age.ts';
import { TestBrowser } from '../support/browser.ts';
import { leaksIn } from '../support/leaks.ts';
import { type Live, startLive } from '../support/live.ts';
import { issuedSecrets } from '../support/practice.ts';

const ROOT = join(import.meta.dirname, '../..');
let live: Live;
let browser: TestBrowser;
let connectionId: string;

beforeAll(async () => {
	live = await startLive();
	({ browser, connectionId } = await live.claim());
});
afterAll(() => live.remove());

const activity = (query = '') => browser.open(`${live.origin}/activity${query}`);

/** The lines of the page: what, who, from. */
function linesIn(html: string) {
	const body = /<tbody[^>]*>([\s\S]*?)<\/tbody>/.exec(html)?.[1] ?? '';
	return [...body.matchAll(/<tr[\s\S]*?<\/tr>/g)].map(([row]) =>
		[...row.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)]
			.map(([, cell = '']) => cell.replace(/<[^>]*>/g, '').trim())
			.slice(0, 3)
	);
}
const whatIn = (html: string) => linesIn(html).map(([what]) => what);
const shown = async (query = '') => whatIn((await activity(query)).text);

type Row = { at: number; kind: string; creatorId?: string | null; detail?: object };

/** Writes lines as the server would. */
function insert(rows: Row[]) {
	const sqlite = new Database(join(live.dataDir, 'mooring.db'));
	const put = sqlite.prepare(
		`INSERT INTO audit_log (at, kind, creator_id, detail) VALUES (:at, :kind, :creatorId, :detail)`
	);
	sqlite.transaction(() => {
		for (const { creatorId = null, detail = {}, ...row } of rows) {
			put.run({ ...row, creatorId, detail: JSON.stringify(detail) });
		}
	})();
	sqlite.close();
}

async function ownId() {
	const { body } = await browser.api(`${live.origin}/api/user`);
	return (body as { creator: { id: string } }).creator.id;
}

describe('/activity', () => {
	it('is for who is signed in', async () => {
		const visitor = new TestBrowser();
		for (const path of ['/activity', '/activity/export']) {
			const { response, text } = await visitor.open(live.origin + path);
			expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
			expect(text).not.toContain('ada.draws');
		}
	});

	it('tells who did what and from where, newest first', async () => {
		const { response, text } = await activity();
		expect(response.status).toBe(200);
		expect(response.headers.get('cache-control')).toBe('no-store');
		expect(text).toContain('<title>Activity · Mooring</title>');
		const [connected, claimed] = linesIn(text);
		expect(connected?.slice(0, 2)).toEqual(['Connected @ada.draws', 'You']);
		expect(claimed?.slice(0, 2)).toEqual(['Set this Mooring up as @ada.draws', 'You']);
		expect(claimed?.[2]).toMatch(/^(127\.0\.0\.1|::1|::ffff:127\.0\.0\.1)$/);
	});

	it('tells the owner of a stranger who was refused, and of the own sign-out', async () => {
		await live.connect(new TestBrowser(), 'north.pier.radio');
		const other = new TestBrowser();
		await live.connect(other, 'ada.draws');
		await other.submit(`${live.origin}/logout`, {});
		const lines = linesIn((await activity()).text).map(([what, who]) => [what, who]);
		expect(lines).toContainEqual(['Sign-in refused: a stranger', 'Somebody']);
		expect(lines).toContainEqual(['Signed in as @ada.draws', 'You']);
		expect(lines[0]).toEqual(['Signed out', 'You']);
	});

	it('tells of renewals by hand and by Mooring', async () => {
		await live.stop();
		age(live.dataDir, 2);
		await live.control('POST', 'clock', { offsetMs: days(2) });
		await live.restart();
		const address = `${live.origin}/api/connections/${connectionId}/refresh`;
		expect((await browser.api(address, 'POST')).status).toBe(200);
		expect(linesIn((await activity()).text)[0]?.slice(0, 2)).toEqual(['Renewed @ada.draws', 'You']);
		await live.stop();
		age(live.dataDir, 30);
		await live.control('POST', 'clock', { offsetMs: days(32) });
		await live.restart();
		await expect
			.poll(async () => linesIn((await activity()).text)[0]?.slice(0, 2))
			.toEqual(['Renewed @ada.draws', 'Mooring']);
	});

	it('is narrowed by kind and account with a plain form', async () => {
		expect(await shown('?kind=renewals&account=')).toEqual([
			'Renewed @ada.draws',
			'Renewed @ada.draws'
		]);
		expect(await shown('?kind=refusals')).toEqual(['Sign-in refused: a stranger']);
		expect(await shown(`?kind=connections&account=${connectionId}`)).toContain(
			'Connected @ada.draws'
		);
		const { text } = await activity('?kind=meta');
		expect([linesIn(text), text.includes('Nothing of this kind.')]).toEqual([[], true]);
		expect(text).toMatch(/<option value="meta"[^>]* selected/);
	});

	it.each(['?kind=everything', '?kind=__proto__', '?before=1', '?before=1-audit-x', '?before=%00'])(
		'refuses %s',
		async (query) => {
			expect((await activity(query)).response.status).toBe(400);
		}
	);

	it('shows nothing of another creator, asked for by account either', async () => {
		insert([
			{ at: Date.now(), kind: 'connected', creatorId: 'other', detail: { username: 'bo.bakes' } }
		]);
		expect((await activity()).text).not.toContain('bo.bakes');
		expect(await shown('?account=00000000-0000-4000-8000-000000000000')).toEqual([]);
	});

	it('pages through everything, fifty lines at a time', async () => {
		const creatorId = await ownId();
		const at = Date.now() - days(200);
		insert(
			Array.from({ length: 120 }, (_, index) => ({
				at: at - Math.floor(index / 3),
				kind: 'signed_in',
				creatorId,
				detail: { username: `number.${String(index)}` }
			}))
		);
		const seen: (string | undefined)[] = [];
		const sizes: number[] = [];
		let query: string | undefined = '?kind=sign-ins';
		while (query !== undefined) {
			const { text } = await activity(query);
			seen.push(...whatIn(text));
			sizes.push(linesIn(text).length);
			const older = /href="\/activity(\?[^"]*before=[^"]*)"/.exec(text)?.[1];
			query = older?.replaceAll('&amp;', '&');
		}
		expect(sizes.slice(0, 2)).toEqual([50, 50]);
		const numbered = seen.filter((what) => what?.includes('@number.'));
		expect([numbered.length, new Set(numbered).size]).toEqual([120, 120]);
	});

	it('shows nothing older than 400 days', async () => {
		const creatorId = await ownId();
		insert([{ at: Date.now() - days(400) - 1, kind: 'export_made', creatorId }]);
		expect(await shown('?kind=instance')).not.toContain('Downloaded the activity');
	});

	it('names the settings that changed since the start before', async () => {
		await live.restart({ REFRESH_AFTER_DAYS: '10', LOG_LEVEL: 'warn' });
		const [first] = linesIn((await activity('?kind=instance')).text);
		expect(first?.slice(0, 2)).toEqual([
			'Changed settings: REFRESH_AFTER_DAYS, LOG_LEVEL',
			'Mooring'
		]);
	});

	it('warns of many refusals within ten minutes', async () => {
		expect((await activity()).text).not.toContain('were refused in the last ten minutes');
		const at = Date.now() - minutes(1);
		insert(Array.from({ length: 20 }, () => ({ at, kind: 'sign_in_refused' })));
		const { text } = await activity();
		expect(text).toContain('were refused in the last ten minutes');
		const said = whatIn(text).map((what) => what?.replace(/\s+/g, ' '));
		const folded = /^Sign-in refused: .* 20 times since \d+ \w+$/;
		expect(said).toContainEqual(expect.stringMatching(folded));
	});
});

describe('/activity/export', () => {
	const get = (who: TestBrowser) => who.open(`${live.origin}/activity/export`);

	it('wants a fresh proof of who asks', async () => {
		const { response, text } = await get(browser);
		expect(response.status).toBe(303);
		expect(response.headers.get('location')).toMatch(/^\/settings\/confirm\?next=%2Factivity$/);
		expect(text).toBe('');
	});

	it('is the own activity as JSON lines, without a secret', async () => {
		const { stdout } = spawnSync(process.execPath, [join(ROOT, 'bin/mooring.ts'), 'sign-in-link'], {
			cwd: live.dataDir,
			env: { PATH: process.env['PATH'], ORIGIN: live.origin, DATA_DIR: live.dataDir },
			encoding: 'utf8'
		});
		const link = stdout.trim().split('\n').at(-1) ?? '';
		const proved = new TestBrowser();
		expect((await proved.open(link)).response.status).toBe(303);
		const framed = await proved.open(`${live.origin}/activity/export`, {
			'sec-fetch-site': 'same-site',
			'sec-fetch-dest': 'iframe'
		});
		expect(framed.response.status).toBe(403);
		const { response, text } = await get(proved);
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toBe('application/jsonl; charset=utf-8');
		expect(response.headers.get('cache-control')).toBe('no-store');
		expect(response.headers.get('content-disposition')).toMatch(
			/^attachment; filename="mooring-activity-\d{4}-\d\d-\d\d\.jsonl"$/
		);
		const lines = text
			.trimEnd()
			.split('\n')
			.map((line) => JSON.parse(line) as { at: string; kind: string; account: string | null });
		expect(lines.length).toBeGreaterThan(140);
		expect(lines[0]).toMatchObject({ kind: 'export_made', who: 'You' });
		expect(lines.map(({ kind }) => kind)).toEqual(
			expect.arrayContaining(['claimed', 'connected', 'renewal', 'sign_in_refused', 'signed_out'])
		);
		expect(lines.every(({ at }) => new Date(at).toISOString() === at)).toBe(true);
		expect(text).not.toContain('bo.bakes');
		const secrets = [
			...(await issuedSecrets(live.simulator.url)),
			link.split('/').at(-1) ?? '',
			...browser.cookies(live.origin).values(),
			...proved.cookies(live.origin).values()
		];
		expect(leaksIn(text, secrets)).toEqual([]);
		expect(leaksIn((await activity()).text, secrets)).toEqual([]);
	});
});
