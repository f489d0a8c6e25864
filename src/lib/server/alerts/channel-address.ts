import { isIP } from 'node:net';
import type { ChannelKind } from '../../view.ts';
import { AppError } from '../errors.ts';
import { isNamedPrivate } from './outgoing.ts';
import { isPublicAddress } from './public-address.ts';
import { topicIn } from './send-ntfy.ts';

/** One address alone: no name, no list, nothing that a header could be made of. */
const MAIL = /^[^\s<>@",;:\\()[\]]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,188}[a-z0-9])?$/i;
/** As ntfy has them. */
const TOPIC = /^[-_A-Za-z0-9]{1,64}$/;
const TOKEN = /^[\x21-\x7e]{1,300}$/;
const LONGEST = 2_000;
/** RFC 1035, section 2.3.4, without the last dot. */
const LONGEST_HOST = 253;

/** What a channel needs to be told, and what of its address may be shown. */
export type ChannelAddress = { address: string; shown: string; token: string | null };

/**
 * Reads what somebody typed.
 * @throws AppError invalid_request with the sentence that says what would do
 */
export function readAddress(
	kind: ChannelKind,
	typed: { address: string; token: string | null },
	privateHosts: string[]
): ChannelAddress {
	const address = typed.address.trim();
	const token = typed.token?.trim() || null;
	if (kind === 'mail') {
		if (!MAIL.test(address)) throw unusable('This is not a mail address.');
		return { address, shown: address, token: null };
	}
	if (token !== null && (kind !== 'ntfy' || !TOKEN.test(token))) {
		throw unusable('This is not a token of ntfy.');
	}
	const url = readUrl(address, privateHosts);
	if (kind === 'ntfy' && (!TOPIC.test(topicIn(url)) || url.search !== '')) {
		throw unusable('The address of a topic looks like https://ntfy.sh/your-topic.');
	}
	return { address: url.href, shown: shortened(url), token };
}

function readUrl(text: string, privateHosts: string[]) {
	const url = text.length <= LONGEST && URL.canParse(text) ? new URL(text) : null;
	if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '') {
		throw unusable('This is not an https address.');
	}
	if (url.username !== '' || url.password !== '' || url.hash !== '') {
		throw unusable('Write the address without name, password and #.');
	}
	if (isNamedPrivate(url, privateHosts)) return url;
	if (url.protocol === 'http:') {
		throw unusable('http goes only to hosts that OUTGOING_PRIVATE_HOSTS names; use https.');
	}
	const host = url.hostname.replace(/^\[|\]$/g, '');
	const isNear = /(^|\.)localhost\.?$/.test(host) || (isIP(host) !== 0 && !isPublicAddress(host));
	if (isNear) {
		throw unusable(
			'This address is in a private network; OUTGOING_PRIVATE_HOSTS can allow its host.'
		);
	}
	if (host.length > LONGEST_HOST || !isUsualPort(url)) {
		throw unusable('This address has a name that is too long, or a port of another service.');
	}
	return url;
}

/** What is spoken below 1024 is mostly not HTTP, and could be made to understand it wrongly. */
const isUsualPort = ({ port }: URL) => port === '' || port === '80' || Number(port) >= 1024;

const unusable = (sentence: string) => new AppError('invalid_request', sentence);

/** Its server, and the first letters of what leads there: the rest is as good as a password. */
function shortened({ origin, pathname }: URL) {
	const path = pathname.replace(/^\//, '');
	return path === '' ? origin : `${origin}/${path.slice(0, path.length > 6 ? 3 : 1)}…`;
}
