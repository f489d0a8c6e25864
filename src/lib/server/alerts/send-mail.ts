import type { NodemailerError } from 'nodemailer';
import type { MailSettings } from '../settings/mail.ts';
import type { MailMessage } from './mail-message.ts';
import { TRY_FOR } from './queue.ts';
import { arrived, failed, type Result } from './result.ts';

/**
 * Sends one mail through the operator's server. A password never goes unencrypted over a network:
 * without `smtps` the server has to offer STARTTLS (RFC 8314, section 3).
 * @param id the same when it is tried again, so that mail programs show it once
 */
export async function sendMail(
	{ host, port, isSecure, login, isHere, from }: MailSettings,
	to: string,
	{ subject, text, html }: MailMessage,
	id: string
): Promise<Result> {
	// Only where there is a mail to send: it takes a tenth of a start to load.
	const { createTransport } = await import('nodemailer');
	const transport = createTransport({
		host,
		port,
		secure: isSecure,
		requireTLS: !isSecure && !isHere && login !== null,
		ignoreTLS: !isSecure && isHere,
		...(login ? { auth: { user: login.user, pass: login.password } } : {}),
		connectionTimeout: TRY_FOR,
		greetingTimeout: TRY_FOR,
		socketTimeout: TRY_FOR,
		disableFileAccess: true,
		disableUrlAccess: true
	});
	try {
		await transport.sendMail({
			from,
			to: { name: '', address: to },
			subject,
			text,
			html,
			messageId: `<${id}>`,
			headers: { 'Auto-Submitted': 'auto-generated' },
			signal: AbortSignal.timeout(TRY_FOR)
		});
		return arrived('Sent: the mail server took it.');
	} catch (error) {
		return resultOf(error as NodemailerError);
	} finally {
		transport.close();
	}
}

/** In our words: a server's own may hold addresses. */
function resultOf({ code, command, responseCode }: NodemailerError): Result {
	const said = responseCode === undefined ? '' : ` (${String(responseCode)})`;
	const isForGood = (responseCode ?? 0) >= 500;
	switch (code) {
		case 'EENVELOPE':
			return command?.startsWith('RCPT')
				? failed(`The mail server refused this address${said}.`, { mayRetry: !isForGood })
				: failed(`The mail server refused the sender${said}; MAIL_FROM may not be its own.`);
		case 'EMESSAGE':
			return failed(`The mail server refused the mail${said}.`, { mayRetry: !isForGood });
		case 'EAUTH':
		case 'ENOAUTH':
			return failed(`The mail server refused the name or the password in SMTP_URL${said}.`);
		case 'ETLS':
			return failed('The way to the mail server could not be encrypted.');
		case 'EABORT':
		case 'ETIMEDOUT':
			return failed('The mail server did not answer within 15 seconds.');
		case 'EDNS':
			return failed("The mail server's name is not known here.");
		default:
			return failed(`The mail server could not be reached${said}.`);
	}
}
