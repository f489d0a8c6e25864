import { randomBytes, randomUUID } from 'node:crypto';
import type { AlertType, ChannelKind, ChannelView } from '../../view.ts';
import { AppError, locked } from '../errors.ts';
import { readAddress } from './channel-address.ts';
import { channelView, MOST_CHANNELS, newChannel } from './channels.ts';
import { sendConfirmation } from './confirm.ts';
import type { ChannelDeps } from './deps.ts';
import { typesFor, usualTypes } from './events.ts';
import { sealAddress } from './sealed-address.ts';

/** What somebody typed; `types` null: what is usual. */
export type Typed = {
	kind: ChannelKind;
	address: string;
	token: string | null;
	types: AlertType[] | null;
};

/** Standard Webhooks 1.0.0, "Signature scheme": 24 to 64 random bytes, in base64 behind `whsec_`. */
const newWebhookSecret = () => `whsec_${randomBytes(32).toString('base64')}`;

/**
 * Adds a place where this creator is told. A mail address is sent the mail that confirms it.
 * @returns `secret`: of a webhook; shown now and never again
 * @throws AppError invalid_request, too_many, rate_limited, locked
 */
export async function addChannel(
	deps: ChannelDeps,
	creatorId: string,
	{ kind, address: typed, token: typedToken, types }: Typed
): Promise<{ channel: ChannelView; secret: string | null }> {
	const { db, vault, clock, settings } = deps;
	if (kind === 'mail' && !settings.mail && !settings.practice) {
		throw new AppError(
			'invalid_request',
			'Mail needs the settings SMTP_URL and MAIL_FROM; add them and restart Mooring.'
		);
	}
	const told = toldTypes(kind, types);
	const { address, shown, token } = readAddress(
		kind,
		{ address: typed, token: typedToken },
		settings.outgoingPrivateHosts
	);
	const id = randomUUID();
	const secret = kind === 'webhook' ? newWebhookSecret() : null;
	if (kind !== 'mail' && vault.isLocked) throw locked();
	const channel = newChannel({
		id,
		creatorId,
		kind,
		address: shown,
		sealed: kind === 'mail' ? null : sealAddress(vault, id, { address, token: secret ?? token }),
		types: told,
		state: kind === 'mail' ? 'unconfirmed' : 'on',
		createdAt: clock.now()
	});
	await db.transaction().execute(async (trx) => {
		const { count } = await trx
			.selectFrom('alertChannels')
			.select((eb) => eb.fn.countAll<number>().as('count'))
			.where('creatorId', '=', creatorId)
			.executeTakeFirstOrThrow();
		if (Number(count) >= MOST_CHANNELS) {
			throw new AppError('too_many', 'You have five already. Remove one before adding another.');
		}
		await trx.insertInto('alertChannels').values(channel).execute();
	});
	if (kind !== 'mail') return { channel: channelView(channel), secret };
	try {
		return { channel: await sendConfirmation(deps, channel), secret };
	} catch (error) {
		// Beyond the bound on such mails there is nothing that it could be confirmed by.
		await db.deleteFrom('alertChannels').where('id', '=', id).execute();
		throw error;
	}
}

/** @throws AppError invalid_request */
function toldTypes(kind: ChannelKind, types: AlertType[] | null): AlertType[] {
	if (types === null) return usualTypes(kind);
	const possible = typesFor(kind);
	const chosen = possible.filter((type) => types.includes(type));
	const isKnown = types.every((type) => possible.includes(type) || type === 'webhook.test');
	if (isKnown && chosen.length > 0) return chosen;
	throw new AppError('invalid_request', 'Choose at least one thing to be told of.');
}
