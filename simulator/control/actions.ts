import type { App } from '../apps.ts';
import { FARTHEST_MS } from '../clock.ts';
import { FAULT_ENDPOINTS, FAULT_KINDS, type FaultKind, isOfCallback } from '../faults.ts';
import {
	type Account,
	ACCOUNT_TYPES,
	CAUSES,
	createAccount,
	ROLES
} from '../instagram/accounts.ts';
import { isRedirectUri } from '../options.ts';
import { complaintAboutSwitches, type Switches } from '../switches.ts';
import type { World } from '../world.ts';
import {
	BadInput,
	choice,
	type Fields,
	list,
	onlyKnown,
	requiredText,
	text,
	wholeNumber
} from './input.ts';

/** `{ offsetMs }`, `{ advanceMs }` or `{ now }`: one of them. */
export function moveClock(world: World, fields: Fields): void {
	onlyKnown(fields, ['offsetMs', 'advanceMs', 'now']);
	if (Object.keys(fields).length !== 1)
		throw new BadInput('Give exactly one of offsetMs, advanceMs and now.');
	const { clock } = world;
	const offset = wholeNumber(fields, 'offsetMs', -FARTHEST_MS, FARTHEST_MS);
	const advance = wholeNumber(fields, 'advanceMs', -FARTHEST_MS, FARTHEST_MS);
	const now = text(fields, 'now');
	let wanted = offset ?? clock.offsetMs + (advance ?? 0);
	if (now !== null) {
		const at = Date.parse(now);
		if (!/^\d{4}-\d\d-\d\d/.test(now) || Number.isNaN(at))
			throw new BadInput('now must be a time in ISO 8601.');
		wanted = at - (clock.now() - clock.offsetMs);
	} else if (offset === null && advance === null)
		throw new BadInput('offsetMs and advanceMs are milliseconds, now is a time in ISO 8601.');
	if (Math.abs(wanted) > FARTHEST_MS)
		throw new BadInput('The clock moves at most 50 years away from real time.');
	clock.setOffset(wanted);
}

export function putApp(world: World, fields: Fields): void {
	const app = readApp(world.apps.get(String(fields.clientId)), fields);
	world.apps.set(app.clientId, app);
}

/** An app from its fields; what they leave out stays as it was known. */
export function readApp(known: App | undefined, fields: Fields): App {
	onlyKnown(fields, ['name', 'clientId', 'clientSecret', 'redirectUris']);
	const clientId = requiredText(fields, 'clientId', 100);
	const clientSecret = text(fields, 'clientSecret') ?? known?.clientSecret;
	const redirectUris = list(fields, 'redirectUris') ?? known?.redirectUris;
	if (!clientSecret) throw new BadInput('clientSecret is missing.');
	if (!redirectUris?.length) throw new BadInput('redirectUris is missing.');
	const bad = redirectUris.find((uri) => !isRedirectUri(uri));
	if (bad !== undefined) throw new BadInput('redirectUris must be whole addresses without "#".');
	const name = text(fields, 'name', 100) ?? known?.name ?? `App ${clientId}`;
	return { name, clientId, clientSecret, redirectUris };
}

const ACCOUNT_FIELDS = [
	'username',
	'name',
	'role',
	'accountType',
	'userId',
	'followersCount',
	'followsCount',
	'mediaCount',
	'posts',
	'biography',
	'website'
] as const;

export function putAccount(world: World, fields: Fields): void {
	onlyKnown(fields, ACCOUNT_FIELDS);
	const username = requiredText(fields, 'username', 30);
	if (!/^[a-z0-9._]+$/.test(username))
		throw new BadInput('username takes small letters, digits, dots and underscores.');
	const userId = text(fields, 'userId', 20);
	if (userId !== null && !/^[1-9]\d{4,}$/.test(userId))
		throw new BadInput('userId must be digits.');
	const given: { [name in keyof Account]?: Account[name] | null } = {
		name: text(fields, 'name', 1000),
		role: choice(fields, 'role', ROLES),
		accountType: choice(fields, 'accountType', ACCOUNT_TYPES),
		userId,
		followersCount: wholeNumber(fields, 'followersCount', 0, 1e12),
		followsCount: wholeNumber(fields, 'followsCount', 0, 1e12),
		mediaCount: wholeNumber(fields, 'mediaCount', 0, 1e12),
		posts: wholeNumber(fields, 'posts', 0, 10_000),
		biography: text(fields, 'biography', 1000),
		website: text(fields, 'website', 1000)
	};
	const changes = Object.fromEntries(
		Object.entries(given).filter(([, value]) => value !== null)
	) as Partial<Account>;
	const known = world.accounts.get(username);
	if (known) Object.assign(known, changes);
	else world.accounts.set(username, createAccount({ username, ...changes }));
}

/** @param username one account, or `*` for all */
export function demandAccount(world: World, username: string): void {
	if (username !== '*' && !world.accounts.has(username))
		throw new BadInput(`There is no account named "${username.slice(0, 100)}".`);
}

export function killAccount(world: World, username: string, fields: Fields): void {
	onlyKnown(fields, ['cause']);
	const cause = choice(fields, 'cause', CAUSES);
	if (!cause) throw new BadInput(`cause is missing; it is one of ${CAUSES.join(', ')}.`);
	demandAccount(world, username);
	world.kill(username, cause);
}

export function setSwitches(world: World, fields: Fields): void {
	const complaint = complaintAboutSwitches(fields);
	if (complaint) throw new BadInput(complaint);
	Object.assign(world.switches, fields as Partial<Switches>);
}

export function addFault(world: World, fields: Fields): void {
	onlyKnown(fields, ['endpoint', 'kind', 'times', 'delayMs', 'status', 'body']);
	const kind = choice(fields, 'kind', Object.keys(FAULT_KINDS) as FaultKind[]);
	const endpoint = choice(fields, 'endpoint', FAULT_ENDPOINTS);
	if (!kind) throw new BadInput('kind is missing.');
	if (!endpoint) throw new BadInput('endpoint is missing; "*" means every one.');
	if (isOfCallback(kind) && endpoint !== 'authorize' && endpoint !== 'fb_dialog')
		throw new BadInput(`${kind} goes with the endpoints authorize and fb_dialog.`);
	const body = fields.body ?? null;
	if (body !== null && (typeof body !== 'string' || body.length > 100_000))
		throw new BadInput('body must be a text of at most 100000 characters.');
	world.faults.add({
		kind,
		endpoint,
		times: wholeNumber(fields, 'times', 1, 1_000_000),
		delayMs: wholeNumber(fields, 'delayMs', 0, 600_000),
		status: wholeNumber(fields, 'status', 200, 599),
		body
	});
}
