import type { App } from '$lib/server/app.ts';
import { AppError } from '$lib/server/errors.ts';
import { isProofFor } from '$lib/server/sessions/proof.ts';

/** @throws AppError proof_needed: the page that asks for a passkey stood open for too long */
export async function mustHaveProved(
	{ db }: Pick<App, 'db'>,
	session: NonNullable<globalThis.App.Locals['session']>
) {
	if (await isProofFor(db, session, '/settings/passkeys/new')) return;
	throw new AppError('proof_needed', 'Your proof is older than ten minutes. Reload this page.');
}
