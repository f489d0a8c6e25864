import { days, hours, minutes, seconds } from '../../src/lib/server/clock.ts';
import type { Connection } from '../../src/lib/server/database/schema.ts';
import { SCHEMA, versionOf } from '../../src/lib/server/database/migrate.ts';
import { rotate } from '../../src/lib/server/rotation/rotate.ts';
import { leave, tellRemoved } from './accounts.ts';
import type { Creators } from './creators.ts';
import type { Happening } from './happenings.ts';
import type { Machine } from './machine.ts';
import type { Parts } from './parts.ts';
import { rowsOf } from './rows.ts';

type Scene = { parts: Parts; machine: Machine; creators: Creators };
type Happens = (scene: Scene, happening: Happening) => Promise<void> | void;

/** What a connection at Meta ended by, past the program; by account and time. */
export type Kill = { account: number; at: number };

/** How each thing that happens at one moment does. */
const HAPPENS: Record<Happening['fault'], Happens> = {
	'killed at a step': ({ parts }, { step }) => parts.life.steps.arm(step),
	'disk fails at a step': ({ parts, machine }, { step }) =>
		parts.life.steps.arm(step, () => failDisk(parts, machine)),
	'key rotated': rotateKey,
	'backed up': backUp,
	'restored from last week': restoreBackup,
	'updated in the middle': update,
	'password changed': ({ parts }, { account }) => parts.meta.changePassword(account),
	'app removed at Instagram': ({ parts }, { account }) => parts.meta.removeApp(account),
	'app removed, and Meta called': removeAndCall,
	disconnected: disconnect
};

const ENDS_AT_META = new Set<Happening['fault']>([
	'password changed',
	'app removed at Instagram',
	'app removed, and Meta called'
]);

/** Lets it happen. @returns what ended at Meta by it, null: nothing */
export async function happen(scene: Scene, happening: Happening): Promise<Kill | null> {
	const { parts } = scene;
	const { fault, account, until } = happening;
	const { time, trace, meta, life, episodes } = parts;
	trace.note(`${fault} ${meta.names[account] ?? ''}`);
	if (until !== undefined) time.at(until, () => life.steps.disarm());
	await HAPPENS[fault](scene, happening);
	if (!ENDS_AT_META.has(fault)) return null;
	trace.met(fault);
	episodes.killed(account, time.now());
	return { account, at: time.now() };
}

const rowOf = ({ parts, machine }: Scene, account: number): Connection | undefined =>
	machine.state.instance
		? rowsOf(machine.state.instance).find(({ username }) => username === parts.meta.names[account])
		: undefined;

function failDisk({ trace, disk, time, chance, safety }: Parts, { state }: Machine) {
	trace.met('disk fails at a step');
	trace.note('the disk takes nothing any more');
	const until = time.now() + chance.between(seconds(3), hours(6));
	disk.failUntil(until);
	safety.diskFailed();
	const apply = () => state.instance && disk.apply(state.instance.sqlite);
	time.at(until, apply);
	apply();
}

/** As `mooring rotate-key` does, beside the running server. */
async function rotateKey({ parts, machine }: Scene) {
	const { instance } = machine.state;
	if (!instance || instance.vault.isLocked) return;
	const isDone = await machine.doing('rotation', () =>
		rotate({
			db: instance.db,
			dataDir: machine.home(),
			backups: parts.backups.folder,
			isServerRunning: () => true,
			now: parts.wall,
			sleep: parts.time.wait,
			newKey: parts.keys.next
		})
	);
	if (isDone) parts.trace.met('key rotated');
}

async function backUp({ parts, machine }: Scene) {
	if (parts.disk.isBad() || machine.state.isLockedOut) return;
	// What is read and written there waits for no time of this world.
	await parts.backups.make(machine.home(), parts.wall());
}

async function restoreBackup({ parts, machine }: Scene) {
	if (!machine.state.instance || machine.state.isLockedOut) return;
	await machine.stop(parts.time.now() + minutes(30));
	const tried = await parts.backups.restore(machine.home(), parts.wall());
	if (tried === null) return;
	parts.safety.restored(tried.closed);
	machine.state.schema = null;
	parts.trace.met('restored from last week');
}

/** Another program is installed, and started. */
async function update({ parts, machine }: Scene) {
	const { state } = machine;
	if (state.schema === null || !state.instance) return;
	const before = versionOf(state.instance.sqlite);
	await machine.stop(parts.time.now() + minutes(1));
	state.schema = null;
	if (before < SCHEMA) parts.trace.met('updated in the middle');
}

async function removeAndCall(scene: Scene, { account }: Happening) {
	const { parts, machine } = scene;
	parts.meta.removeApp(account);
	const { instance } = machine.state;
	const row = rowOf(scene, account);
	if (!instance || row?.disconnectedAt !== null) return;
	const issuedAt = parts.time.now();
	const signature = Buffer.alloc(32, Math.floor(parts.chance.next() * 256));
	signature.writeDoubleLE(issuedAt);
	await machine.doing('deauthorize', () => tellRemoved(instance, row, { signature, issuedAt }));
}

async function disconnect(scene: Scene, { account }: Happening) {
	const { parts, machine, creators } = scene;
	const { instance } = machine.state;
	const row = rowOf(scene, account);
	if (!instance || instance.vault.isLocked || row?.disconnectedAt !== null) return;
	if (!(await machine.doing('disconnect', () => leave(instance, parts.meta, row)))) return;
	parts.trace.met('disconnected');
	parts.episodes.left(account, parts.time.now());
	creators.returns(account, parts.time.now() + days(3));
}
