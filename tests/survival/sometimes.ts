import { FAULTS } from './profile.ts';

/** In so many worlds each of these has to be met once: what was never met proves nothing. */
export const WORLDS = 1000;

const CAUSES = [
	'unreachable',
	'meta_down',
	'throttled',
	'unexpected',
	'not_a_tester',
	'expired',
	'password_changed',
	'app_removed',
	'checkpoint',
	'logged_out'
];
const OUTCOMES = ['connected', 'renewed', 'checked', 'transient', 'rejected', 'skipped'];
const SWEEPS = ['renewed', 'checked', 'transient', 'rejected', 'skipped', 'held', 'crashed'];
const STATUSES = ['healthy', 'warning', 'needs_reconnect', 'locked', 'disconnected'];

/** Each fault, each cause, each branch of what is done about them. */
export const SOMETIMES: readonly string[] = [
	...FAULTS,
	...CAUSES.map((cause) => `cause: ${cause}`),
	...OUTCOMES.map((outcome) => `ledger: ${outcome}`),
	...SWEEPS.map((result) => `sweep: ${result}`),
	...STATUSES.map((status) => `status: ${status}`),
	'connected by Facebook Login',
	'killed a statement',
	'killed before refresh',
	'killed after refresh',
	'killed answer of refresh',
	'killed before me',
	'healed by itself',
	'the string before was taken back',
	'renewed after the end that was told',
	'told: connection.warning',
	'told: connection.needs_reconnect',
	'told: connection.healthy',
	'told: connection.disconnected',
	'told: instance.was_away',
	'told: instance.locked',
	'told: connection.sign_in_again',
	'healthy in the end',
	'dead in the end'
];

/** @returns what no world has met */
export const neverMet = (met: ReadonlyMap<string, number>) =>
	SOMETIMES.filter((what) => !met.has(what));
