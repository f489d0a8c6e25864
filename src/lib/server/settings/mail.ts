import type { Environment } from './environment.ts';
import { isThisMachine } from './origin.ts';

/** The mail server, and from whom mail comes. */
export type MailSettings = {
	host: string;
	port: number;
	/** TLS from the first byte on (`smtps`). */
	isSecure: boolean;
	login: { user: string; password: string } | null;
	/** On this machine nobody reads along, and its certificate is seldom one. */
	isHere: boolean;
	from: string;
};

/** One address, with or without a name before it. */
const FROM =
	/^(?:[^<>\r\n]{1,100}<[^\s<>@]{1,64}@[^\s<>@]{1,190}>|[^\s<>@]{1,64}@[^\s<>@]{1,190})$/;

/** null where no mail is sent: both settings are needed for it. */
export function mailSettings(source: Environment): MailSettings | null {
	const address = source.secret('SMTP_URL')?.trim();
	const from = source.text('MAIL_FROM');
	const isAddressSet = source.isSecretSet('SMTP_URL');
	if (isAddressSet !== source.isSet('MAIL_FROM')) {
		source.problem('SMTP_URL and MAIL_FROM belong together; set both, or remove both.');
	}
	if (from !== undefined && !FROM.test(from)) {
		source.problem('MAIL_FROM must be a mail address, such as Mooring <mooring@example.org>.');
	}
	if (address === undefined || from === undefined) return null;
	const server = readServer(address);
	if (!server) {
		source.problem(
			'SMTP_URL must look like smtps://user:password@mail.example:465 or smtp://mail.example:25.'
		);
	}
	return server && { ...server, from };
}

function readServer(address: string): Omit<MailSettings, 'from'> | null {
	const url = URL.canParse(address) ? new URL(address) : null;
	if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '') return null;
	if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') return null;
	const isSecure = url.protocol === 'smtps:';
	const host = url.hostname.replace(/^\[|\]$/g, '');
	try {
		const user = decodeURIComponent(url.username);
		const password = decodeURIComponent(url.password);
		return {
			host,
			port: Number(url.port) || (isSecure ? 465 : 587),
			isSecure,
			login: user === '' ? null : { user, password },
			isHere: isThisMachine(host)
		};
	} catch {
		return null;
	}
}
