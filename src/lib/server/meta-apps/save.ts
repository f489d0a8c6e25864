import type { Kysely } from 'kysely';
import { LOGINS, type ProviderId } from '../../logins.ts';
import { audit } from '../audit/audit-log.ts';
import { endAttemptsOf } from '../authorization/attempts.ts';
import { seconds } from '../clock.ts';
import type { Schema } from '../database/schema.ts';
import type { CallOver } from '../meta/call-over.ts';
import { tryApp } from '../meta/providers.ts';
import type { TriedApp } from '../meta/try-app.ts';
import type { Settings } from '../settings/settings.ts';
import type { TokenVault } from '../vault/token-vault.ts';
import { type Fault, faultAfter, faultBefore } from './judge-typed.ts';
import { type AppCredentials, dropApp, saveApp } from './store.ts';

/** Somebody waits for the answer. */
const PATIENCE = { timeoutMs: seconds(6) };

/** Who typed it: a creator, or nobody yet (before the claim, or in the terminal). */
type By = { creatorId: string | null; address: string | null; now: number };
type Deps = { db: Kysely<Schema>; vault: TokenVault };

/** Judges what was typed: by its shape, then by a question to Meta that needs no person; `over` is told of it. */
export async function tryTyped(
	settings: Pick<Settings, 'redirects' | 'meta'>,
	id: ProviderId,
	typed: AppCredentials,
	over?: CallOver
): Promise<{ fault: Fault } | { fault: null; tried: TriedApp }> {
	const before = faultBefore(id, typed);
	if (before) return { fault: before };
	const app = { ...typed, ...settings.redirects[id] };
	const tried = await tryApp(id, app, settings.meta, PATIENCE, over);
	const after = faultAfter(id, typed, tried);
	return after ? { fault: after } : { fault: null, tried };
}

/**
 * Saves what was tried, ends the attempts that asked the app before, and writes down who did it.
 * @throws AppError locked
 */
export async function keepTyped(
	{ db, vault }: Deps,
	id: ProviderId,
	typed: AppCredentials,
	tried: TriedApp,
	{ creatorId, address, now }: By
): Promise<void> {
	const verdict = tried.verdict === 'right' ? 'right' : 'untold';
	await db.transaction().execute(async (trx) => {
		await saveApp({ db: trx, vault }, id, { ...typed, savedAt: now, verdict });
		await endAttemptsOf(trx, id);
		const names = `id and secret of the ${LOGINS[id].app.of} app`;
		await audit(trx, { kind: 'settings_changed', at: now, creatorId, detail: { names }, address });
	});
}

/** Forgets what was saved for a login. @returns false where nothing was */
export async function forgetTyped(
	db: Kysely<Schema>,
	id: ProviderId,
	{ creatorId, address, now }: By
): Promise<boolean> {
	return db.transaction().execute(async (trx) => {
		if (!(await dropApp(trx, id))) return false;
		await endAttemptsOf(trx, id);
		const names = `id and secret of the ${LOGINS[id].app.of} app, forgotten`;
		await audit(trx, { kind: 'settings_changed', at: now, creatorId, detail: { names }, address });
		return true;
	});
}
