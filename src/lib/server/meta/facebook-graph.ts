import { createHmac } from 'node:crypto';
import type * as z from 'zod';
import type { CallOver } from './call-over.ts';
import { MetaRefused, UnexpectedAnswer } from './errors.ts';
import { listAnswer } from './facebook-schemas.ts';
import { judge, judgeWhole } from './judge.ts';
import type { Patience } from './provider.ts';
import { send } from './request.ts';

type Ingredients = {
	/** With the version, without a slash at the end. */
	address: string;
	clientSecret: string;
	fetch: typeof globalThis.fetch | undefined;
	over: CallOver | undefined;
};

export type GraphCall = {
	method?: 'GET' | 'DELETE';
	path: string;
	token: string;
	query?: Record<string, string>;
	/** What is in `query` and must not come back in Meta's words. */
	secrets?: string[];
};

/**
 * graph.facebook.com with a token: every call carries its proof, which Meta demands of apps with
 * "Require App Secret". Both methods throw CouldNotSend, MetaRefused or UnexpectedAnswer.
 */
export function facebookGraph({ address, clientSecret, fetch, over }: Ingredients) {
	const answerTo = async (call: GraphCall, patience: Patience) => {
		const { method = 'GET', path, token, query = {}, secrets = [] } = call;
		const url = withQuery(`${address}/${path}`, {
			...query,
			access_token: token,
			appsecret_proof: appSecretProof(token, clientSecret)
		});
		const answer = await send({ method, url, ...patience }, fetch, over);
		return { answer, secrets: [token, clientSecret, ...secrets] };
	};

	return {
		async ask<T>(call: GraphCall, schema: z.ZodType<T>, patience: Patience): Promise<T> {
			const { answer, secrets } = await answerTo(call, patience);
			return judge(answer, schema, secrets);
		},

		/** A whole list. Each page by our own address: the `next` that Meta gives has no proof. */
		askAll(call: GraphCall, patience: Patience): Promise<unknown[]> {
			return readAll(async (after, limit) => {
				const query = { ...call.query, limit: String(limit), ...(after === null ? {} : { after }) };
				const { answer, secrets } = await answerTo({ ...call, query }, patience);
				return judgeWhole(answer, listAnswer, secrets);
			});
		}
	};
}

export function withQuery(address: string, query: Record<string, string>): URL {
	const url = new URL(address);
	url.search = new URLSearchParams(query).toString();
	return url;
}

/**
 * Shows Meta that whoever sends a token also has the app's secret: Graph API "Secure Graph API
 * calls", `appsecret_proof`. The secret is the key, the token is the message.
 * @returns 64 hex digits in lower case
 */
export function appSecretProof(accessToken: string, clientSecret: string): string {
	return createHmac('sha256', clientSecret).update(accessToken).digest('hex');
}

/** One page of a list of Graph's; `after` is null on the last one. */
export type ListPage = { entries: unknown[]; after: string | null };

/** How many entries a page is asked for at first. */
const PAGE_SIZE = 50;
/** Of a full page's size: more than anybody has. Smaller pages may be more, but not without end. */
const MAX_ENTRIES = 2_500;
const MAX_CALLS = 200;

/** Meta's word for an answer that grew too large: then smaller pages of the same list are asked. */
const TOO_MUCH = /reduce the amount of data/i;

/**
 * Reads a list through all its pages: Graph API "Paginated results". A page may be short, or empty,
 * and still have a next one. Where Meta finds a page too large its size is halved, down to one.
 * @param ask one page of so many entries: the first, or the one after a cursor
 * @throws UnexpectedAnswer a list without an end; and what `ask` throws
 */
export async function readAll(
	ask: (after: string | null, limit: number) => Promise<ListPage>
): Promise<unknown[]> {
	const pages: unknown[][] = [];
	const seen = new Set<string>();
	let after: string | null = null;
	let limit = PAGE_SIZE;
	let asked = 0;
	for (let calls = 0; calls < MAX_CALLS && asked < MAX_ENTRIES; calls += 1) {
		const page: ListPage | null = await ask(after, limit).catch((error: unknown) => {
			if (limit > 1 && error instanceof MetaRefused && TOO_MUCH.test(error.words)) return null;
			throw error;
		});
		if (page === null) {
			limit = Math.floor(limit / 2);
			continue;
		}
		asked += limit;
		pages.push(page.entries);
		after = page.after;
		if (after === null) return pages.flat();
		if (seen.has(after)) throw new UnexpectedAnswer('a list that goes in circles', 200);
		seen.add(after);
	}
	throw new UnexpectedAnswer(`a list of more than ${asked} entries`, 200);
}
