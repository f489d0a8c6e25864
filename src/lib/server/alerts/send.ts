import type { Send } from './deliver.ts';
import type { AlertDeps } from './deps.ts';
import { mailOf } from './mail-message.ts';
import { messageOf } from './message.ts';
import { arrived, failed } from './result.ts';
import { openAddress } from './sealed-address.ts';
import { sendMail } from './send-mail.ts';
import { sendNtfy } from './send-ntfy.ts';
import { sendWebhook } from './send-webhook.ts';

/** Sends by the kind of the channel; where people practise nothing leaves. */
export function sender({ settings, vault, realNow, lookup }: AlertDeps): Send {
	const { origin, mail } = settings;
	const outgoing = {
		privateHosts: settings.outgoingPrivateHosts,
		hasProxy: settings.outgoingProxy !== null,
		...(lookup ? { lookup } : {})
	};

	const send: Send = async (channel, rows) => {
		const [first] = rows;
		if (!first) return arrived('There was nothing to send.');
		if (channel.kind === 'mail') {
			if (!mail) return failed('Mail needs the settings SMTP_URL and MAIL_FROM.');
			const message = mailOf(messageOf(rows), origin);
			return sendMail(mail, channel.address, message, `${first.id}@${origin.hostname}`);
		}
		const held = openAddress(vault, channel.id, channel.sealed ?? '');
		if (channel.kind === 'ntfy') {
			return sendNtfy(outgoing, held, messageOf(rows), { origin, realNow: realNow() });
		}
		const secret = held.token ?? '';
		return sendWebhook(outgoing, { address: held.address, secret }, first, realNow());
	};

	if (settings.practice) {
		return () => Promise.resolve(arrived('Kept in the outbox: in practice nothing is sent.'));
	}
	return (channel, rows) =>
		send(channel, rows).catch(() =>
			failed('The key in use does not open this address. Remove it, and add it again.')
		);
}
