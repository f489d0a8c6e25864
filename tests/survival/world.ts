import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { days } from '../../src/lib/server/clock.ts';
import { createCreators } from './creators.ts';
import { happen, type Kill } from './happen.ts';
import { type Happening, happeningsOf } from './happenings.ts';
import { createMachine, type Machine } from './machine.ts';
import { createParts, type Parts } from './parts.ts';
import type { Profile } from './profile.ts';
import { ticksOf } from './tick.ts';
import { TICK, wakesOf } from './wake.ts';
import { warnedOf } from './warned.ts';

const SHARED_MEMORY = '/dev/shm';

export type Ran = Awaited<ReturnType<typeof runWorld>>;

/** Lives through one world with the real program in it. @throws Broken where it breaks a promise */
export async function runWorld(profile: Profile, script: Happening[] = happeningsOf(profile)) {
	process.env['TZ'] = profile.zone;
	const folder = mkdtempSync(
		join(existsSync(SHARED_MEMORY) ? SHARED_MEMORY : tmpdir(), 'survival-')
	);
	try {
		return await live(createParts(profile, folder), script);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function live(parts: Parts, happenings: Happening[]) {
	const { profile, time, weather, end, life, meta, safety, episodes, trace } = parts;
	const machine = createMachine(parts);
	const { state, boot, die, stop } = machine;
	const creators = createCreators(parts, machine);
	const tick = ticksOf(parts, machine);
	const nextWake = wakesOf(parts, machine, happenings);
	const waiting = [...happenings];
	const kills: Kill[] = [];
	let metAt = profile.start;

	await boot();
	while (time.now() < end) {
		await time.pass(nextWake(creators.actsAt()));
		const now = time.now();
		state.uptime += state.instance ? Math.min(now - metAt, TICK) : now - metAt;
		metAt = now;
		befall(parts);
		for (let next = waiting[0]; next && next.at <= now; next = waiting[0]) {
			waiting.shift();
			const kill = await happen({ parts, machine, creators }, next);
			if (kill) kills.push(kill);
		}
		if (await isOff(parts, machine)) continue;
		await heedSettings(parts, machine);
		if (!state.instance && state.bootAt <= now) await boot();
		if (!state.instance) continue;
		await tick();
		await creators.act();
		if (life.steps.killedAt() !== null) die();
		if (!state.instance) continue;
		safety.check(state.instance, state);
		if (safety.isDiskSettled()) episodes.look(state.instance, meta, now);
	}
	if (state.instance) safety.finish(state.instance, parts.folder);
	await stop();
	const ends = episodes.end(end);
	const ours = ends.filter(({ account }) => !meta.isByFacebook(account));
	return {
		profile,
		trace,
		/** Those of Instagram Login: of the other nothing can be renewed. */
		episodes: ours,
		kills,
		warned: warnedOf(profile, weather, ours),
		calls: meta.calls.filter(({ account }) => !meta.isByFacebook(account)).length,
		years: (profile.connections * profile.lasts) / days(365.25)
	};
}

/** What befalls accounts at Meta for a while. */
function befall({ meta, weather, time, trace }: Parts) {
	for (const fault of ['checkpoint', 'not permitted for a while'] as const) {
		if (!weather.has(fault)) continue;
		for (const account of meta.names.keys()) {
			const isSo = weather.isFor(fault, account, time.now());
			if (isSo) trace.met(fault);
			if (fault === 'checkpoint') meta.setStopped(account, isSo);
			else meta.setPermitted(account, !isSo);
		}
	}
}

async function isOff({ weather, time, chance, trace }: Parts, { state, stop, die }: Machine) {
	if (weather.at('machine off', time.now()) === undefined) return false;
	if (!state.instance) return true;
	trace.met('machine off');
	if (chance.chance(0.5)) await stop();
	else die('with the machine');
	return true;
}

/** Another key or other settings are taken up by another start. */
async function heedSettings({ weather, time, offset, trace }: Parts, { state, stop }: Machine) {
	if (!state.instance) return;
	const now = time.now();
	if (offset(now) > 0) trace.met('clock set forward');
	if (offset(now) < 0) trace.met('clock set back');
	const isKeyLost = weather.at('key lost for a while', now) !== undefined;
	const isConfigured = weather.at('Meta app not set up', now) === undefined;
	if (isKeyLost === state.isLockedOut && isConfigured === state.isConfigured) return;
	if (isKeyLost) trace.met('key lost for a while');
	if (!isConfigured) trace.met('Meta app not set up');
	await stop(now);
}
