import { describe, expect, it } from 'vitest';
import { readSettings } from '../settings/settings.ts';
import { setupChecks, type SetupFacts } from './checks.ts';
import { DEAD_ENDS, deadEnds } from './dead-ends.ts';
import { headline, reportLines } from './headline.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const BACKUP_KEY = 'a key for backups in tests';
const SECRET = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
const own = (mode: number) => ({ mode, isOwn: true, isWritable: true });

function facts(env: Record<string, string>, over: Partial<SetupFacts> = {}): SetupFacts {
	return {
		settings: readSettings({ ORIGIN: 'https://mooring.ada.example', BACKUP_KEY, ...env }),
		folder: {
			path: '/data',
			isPosix: true,
			folder: own(0o40700),
			files: [],
			copies: [],
			keyFile: own(0o100600),
			hasDatabase: true
		},
		secretFiles: [],
		database: { beatAt: NOW, keyFits: true },
		refusal: null,
		network: { hosts: [], probes: [] },
		media: { hasSharp: true, isWritable: true },
		headers: new Headers(),
		isLocked: false,
		now: NOW,
		...over
	};
}
const APP = { INSTAGRAM_CLIENT_ID: '990602627938098', INSTAGRAM_CLIENT_SECRET: SECRET };

describe('all checks', () => {
	it('are fine together', () => {
		const checks = setupChecks(facts(APP));
		expect(checks.filter(({ state }) => state !== 'fine')).toEqual([]);
		expect(headline(checks)).toBe('All twelve checks are fine.');
	});

	it('have each an id of its own, and a cure exactly where something is to do', () => {
		const database = { beatAt: null, keyFits: false };
		const all = [
			...setupChecks(facts({ ...APP, INSTAGRAM_CLIENT_SECRET: 'short' }, { database })),
			...setupChecks(facts({}, { headers: null }))
		];
		for (const { state, cure } of all) expect(cure === null).toBe(state === 'fine');
		const ids = setupChecks(facts(APP)).map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
	});

	it('tell what came of the heartbeat where one is sent, by its host alone', () => {
		const heartbeat = { at: NOW, ok: false, sentence: 'It answered 404.' };
		const database = { beatAt: NOW, keyFits: true, heartbeat };
		const env = { ...APP, HEARTBEAT_URL: 'https://hc.example/ping/canary' };
		const checks = setupChecks(facts(env, { database }));
		expect(checks[0]).toMatchObject({ title: 'The heartbeat does not reach hc.example' });
		expect(JSON.stringify(checks)).not.toContain('canary');
		expect(setupChecks(facts(APP, { database }))).toHaveLength(checks.length - 1);
	});

	it('tell of what changes at Meta, and nothing of what does not', () => {
		const metaFound = { answered: { asked: 'v25.0', by: 'v26.0' }, loginPages: {} };
		const database = { beatAt: NOW, keyFits: true, metaFound };
		const told = setupChecks(facts({ ...APP, META_GRAPH_VERSION: 'v21.0' }));
		expect(told[0]?.state).toBe('warning');
		expect(told[0]?.title).toContain('v21.0');
		expect(setupChecks(facts(APP, { database }))[0]).toMatchObject({
			title: 'Meta answers by v26.0'
		});
		const practice = facts({
			PRACTICE: '1',
			META_GRAPH_VERSION: 'v21.0',
			ORIGIN: 'http://localhost:3000'
		});
		expect(setupChecks(practice).filter(({ id }) => id.startsWith('meta:'))).toEqual([]);
	});

	it('tell of a setting whose name may be misspelt, not of its value', () => {
		const checks = setupChecks(facts({ ...APP, ADDRESS_HEADERS: 'canary', LOG_LEVLE: 'canary' }));
		const told = checks.filter(({ state }) => state !== 'fine');
		expect(told).toMatchObject([{ id: 'spelling', state: 'warning' }]);
		expect(told[0]?.sentence).toMatch(/ADDRESS_HEADER may be meant.*LOG_LEVEL may be meant/);
		expect(JSON.stringify(checks)).not.toContain('canary');
	});

	it('put what needs the creator first', () => {
		const env = { ...APP, INSTAGRAM_CLIENT_ID: '12x' };
		const states = setupChecks(facts(env, { database: { beatAt: null, keyFits: true } })).map(
			({ state }) => state
		);
		expect(states.slice(0, 3)).toEqual(['wrong', 'warning', 'fine']);
	});

	it('begin with practice where it is practice', () => {
		const settings = readSettings({ PRACTICE: '1' });
		const checks = setupChecks(facts({}, { settings, database: { beatAt: null, keyFits: true } }));
		expect(checks[0]).toMatchObject({ id: 'practice', state: 'fine' });
		expect(checks[1]?.state).toBe('wrong');
	});

	it('are lines in a terminal, with the cure below and the counts at the end', () => {
		const lines = reportLines(setupChecks(facts({}, { headers: null })));
		expect(lines[0]).toMatch(/^wrong {4}No Meta app is set: /);
		expect(lines[1]).toMatch(/^ {11}Make a Meta app/);
		expect(lines.at(-1)).toBe('Eight of nine checks are fine. One needs you.');
	});
});

describe('what Meta never sends back', () => {
	it('has for each an anchor of its own', () => {
		const ids = deadEnds([]).map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
		for (const heading of [
			'Invalid platform app',
			'Insufficient Developer Role',
			'Invalid redirect_uri',
			'Invalid scope',
			"Sorry, this page isn't available",
			'Invalid Scopes',
			'URL blocked',
			"Can't load URL"
		]) {
			expect(deadEnds([]).map((end) => end.heading)).toContain(heading);
		}
		expect(deadEnds([]).every(({ seen }) => seen === null)).toBe(true);
	});

	it('shows what a check sees of it already', () => {
		const env = {
			...APP,
			FACEBOOK_CLIENT_ID: APP.INSTAGRAM_CLIENT_ID,
			FACEBOOK_CLIENT_SECRET: 'f'.repeat(32)
		};
		const seen = deadEnds(setupChecks(facts(env))).filter((end) => end.seen !== null);
		expect(seen.map(({ id }) => id)).toEqual(['invalid-platform-app', 'invalid-app-id']);
		expect(seen[0]?.seen?.title).toBe('The Instagram app id is the Meta app id');
	});

	it('names only checks that there are', () => {
		const both = { ...APP, FACEBOOK_CLIENT_ID: '1', FACEBOOK_CLIENT_SECRET: 'f'.repeat(32) };
		const known = [...setupChecks(facts(both)), ...setupChecks(facts({}))].map(({ id }) => id);
		for (const { seenBy } of DEAD_ENDS) {
			for (const id of seenBy) expect(known).toContain(id);
		}
	});
});
