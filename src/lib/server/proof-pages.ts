/** The pages that ask for a fresh proof, and that it leads back to: nothing else is followed. */
const PAGES = new Set([
	'/settings',
	'/settings/delete',
	'/settings/passkeys/new',
	'/activity',
	'/setup',
	'/tools/keys/new',
	'/tools/keys/new?token'
]);

const ONE_OF_MANY =
	/^\/settings\/(creators|passkeys)\/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

/**
 * Inviting, exporting and making keys: a sign-in at Meta is enough for them, also a plain one and
 * where there is a passkey.
 */
const LAX = new Set(['/settings', '/activity', '/tools/keys/new', '/tools/keys/new?token']);
export const isLaxPage = (page: string) => LAX.has(page);

/**
 * The page to go on to after a proof. What is not on the closed list, another host above all, is
 * `/settings` (RFC 9700, section 4.11.1: no open redirector).
 */
export const pageAfterProof = (asked: string | null): string =>
	asked !== null && (PAGES.has(asked) || ONE_OF_MANY.test(asked)) ? asked : '/settings';

/** Where a creator proves again who it is, before going on to a page of the list above. */
export const confirmAddress = (next: string) =>
	`/settings/confirm?${new URLSearchParams({ next: pageAfterProof(next) }).toString()}`;
