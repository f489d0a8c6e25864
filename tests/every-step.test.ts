import { describe, expect, it } from 'vitest';
import { days, hours } from '../src/lib/server/clock.ts';
import { SCHEMA } from '../src/lib/server/database/migrate.ts';
import type { Happening } from './survival/happenings.ts';
import { profileOf, type Profile } from './survival/profile.ts';
import { runWorld } from './survival/world.ts';

// SQLite tests itself so: it fails at its first step, then at its second, until no step is left.

const TOO_MANY = 200;
const IN_TIME = 240_000;
const CALM = profileOf(1);

const calm = (meta: Partial<Profile['meta']>): Profile => ({
	...CALM,
	faults: new Set(),
	zone: 'UTC',
	lasts: days(12),
	connections: 1,
	byFacebook: 0,
	schema: null,
	reconnectsAfter: hours(1),
	meta: { ...CALM.meta, rotates: true, killsOld: false, ...meta }
});

/** What a process does, and when: at its step it meets the fault. */
const DOES: Record<string, { at: number; lasts: number; then?: Happening['fault'] }> = {
	connect: { at: -1, lasts: hours(1) },
	renew: { at: days(6.99), lasts: days(0.6) },
	disconnect: { at: days(5), lasts: hours(1), then: 'disconnected' },
	'rotate the key': { at: days(5), lasts: hours(1), then: 'key rotated' },
	'update and start again': { at: days(5), lasts: hours(1), then: 'updated in the middle' }
};

/**
 * Lives through one world for each step.
 * @returns what was met at each, and how the connection ended there
 */
async function atEveryStep(
	{ at, lasts, then }: (typeof DOES)[string],
	fault: 'killed at a step' | 'disk fails at a step',
	profile: Profile
) {
	const seen: { where: string; end: string }[] = [];
	for (let step = 1; step < TOO_MANY; step += 1) {
		const when = profile.start + at;
		const script: Happening[] = [{ at: when, fault, account: -1, step, until: when + lasts }];
		if (then) script.push({ at: when + 1, fault: then, account: 0, step: 0 });
		const schema = then === 'updated in the middle' ? SCHEMA - 1 : null;
		const { trace, episodes } = await runWorld({ ...profile, schema }, script);
		const met = trace.counts();
		if (!met.has(fault)) return seen;
		const where =
			[...met.keys()].find((name) => name.startsWith('killed ') && name !== fault) ?? '';
		seen.push({ where, end: episodes.at(-1)?.end ?? 'none' });
	}
	throw new Error('there was no last step');
}

describe.each(Object.entries(DOES))('%s', (name, does) => {
	it(
		'killed at every step: all promises are kept, and nothing is lost',
		async () => {
			const seen = await atEveryStep(does, 'killed at a step', calm({}));
			expect(seen.length).toBeGreaterThan(4);
			expect(seen.filter(({ end }) => end === 'lost')).toEqual([]);
			if (name === 'renew') expect(new Set(seen.map(({ where }) => where)).size).toBeGreaterThan(4);
		},
		IN_TIME
	);

	it.skipIf(name === 'update and start again')(
		'the disk takes nothing from any step on: nothing is lost, though the old string dies',
		async () => {
			const seen = await atEveryStep(does, 'disk fails at a step', calm({ killsOld: true }));
			expect(seen.length).toBeGreaterThan(4);
			expect(seen.filter(({ end }) => end === 'lost')).toEqual([]);
		},
		IN_TIME
	);
});

it(
	'where the old string dies, a kill loses a connection only between the answer and its storing',
	async () => {
		const seen = await atEveryStep(
			DOES['renew'] ?? { at: 0, lasts: 0 },
			'killed at a step',
			calm({ killsOld: true })
		);
		const lost = seen.filter(({ end }) => end !== 'kept').map(({ where }) => where);
		expect(lost.every((where) => /refresh|a statement/.test(where))).toBe(true);
		expect(lost.length).toBeLessThan(6);
	},
	IN_TIME
);
