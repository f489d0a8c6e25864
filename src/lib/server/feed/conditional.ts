/** What a document can be sent as; the earlier, the rather. */
export const CODINGS = ['br', 'gzip', 'identity'] as const;
export type Coding = (typeof CODINGS)[number];

/**
 * The coding for an answer (RFC 9110, section 12.5.3): the one that is wanted most, of equals the
 * smallest. Who wants none of ours gets the plain one.
 */
export function codingFor(accepted: string | null): Coding {
	const weights = new Map(
		(accepted ?? '').split(',').map((part) => {
			const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
			const q = parameters.find((text) => text.startsWith('q='))?.slice(2);
			return [name === 'x-gzip' ? 'gzip' : name, q === undefined ? 1 : Number(q) || 0] as const;
		})
	);
	const weightOf = (coding: Coding) => {
		const own = weights.get(coding);
		if (own !== undefined) return own;
		// Plain is acceptable unless somebody says otherwise, and wanted less than what was named.
		if (coding === 'identity') return weights.get('*') === 0 ? 0 : Number.MIN_VALUE;
		return weights.get('*') ?? 0;
	};
	const [best] = CODINGS.toSorted((a, b) => weightOf(b) - weightOf(a));
	return best !== undefined && weightOf(best) > 0 ? best : 'identity';
}

export type Validators = { etag: string; changedAt: number };

/**
 * Whether who asks has it already (RFC 9110, section 13.2.2): `If-None-Match` alone counts where it
 * is there, compared weakly, a list or `*`; else `If-Modified-Since`, to the second.
 */
export function isKnown(headers: Pick<Headers, 'get'>, { etag, changedAt }: Validators): boolean {
	const tags = headers.get('if-none-match');
	if (tags !== null) return tags.trim() === '*' || tagsIn(tags).includes(etag);
	const since = Date.parse(headers.get('if-modified-since') ?? '');
	return !Number.isNaN(since) && Math.floor(changedAt / 1000) * 1000 <= since;
}

/** The opaque tags of a list; a comma may stand inside of one (RFC 9110, section 8.8.3). */
const tagsIn = (list: string) =>
	[...list.matchAll(/(?:^|,)\s*(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")\s*(?=,|$)/g)].map(
		([, tag]) => tag
	);
