import type { Environment } from './environment.ts';

/** The address that is asked while all is well; a secret, because whoever knows it can pretend that. */
export function heartbeatUrl(source: Environment): URL | null {
	const text = source.secret('HEARTBEAT_URL')?.trim();
	if (text === undefined) return null;
	const url = URL.canParse(text) ? new URL(text) : null;
	if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.hash === '') return url;
	source.problem('HEARTBEAT_URL must be an http or https address without user and #.');
	return null;
}

/** A name, an IPv4 address or an IPv6 address in brackets, with or without a port. */
const HOST_AND_PORT = /^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** Hosts of a private network that alerts may go to, as they are written there. */
export function outgoingPrivateHosts(source: Environment): string[] {
	const hosts = (source.text('OUTGOING_PRIVATE_HOSTS') ?? '')
		.split(',')
		.map((host) => host.trim().toLowerCase())
		.filter((host) => host !== '');
	if (!hosts.every((host) => HOST_AND_PORT.test(host))) {
		source.problem(
			'OUTGOING_PRIVATE_HOSTS must list hosts with commas between them, such as ntfy.lan,192.168.1.4:8080.'
		);
	}
	return hosts;
}

export type Operator = { name: string | null; contact: string | null };

const MAIL = /^[^\s<>@"]{1,64}@[^\s<>@"]{1,190}$/;

/** Who runs this Mooring, for the pages that Meta asks for. */
export function operator(source: Environment): Operator {
	const name = source.text('OPERATOR_NAME') ?? null;
	const contact = source.text('OPERATOR_CONTACT') ?? null;
	const isHttps = contact !== null && URL.canParse(contact) && /^https:\/\/./i.test(contact);
	if (contact !== null && !isHttps && !MAIL.test(contact)) {
		source.problem('OPERATOR_CONTACT must be a mail address or an https address.');
	}
	return { name, contact };
}
