import type * as z from 'zod';
import { appSecretProof } from './app-secret-proof.ts';
import { readAll } from './cursor-walk.ts';
import { listAnswer } from './facebook-schemas.ts';
import { judge, judgeWhole } from './judge.ts';
import type { Patience } from './provider.ts';
import { send } from './request.ts';

type Ingredients = {
	/** With the version, without a slash at the end. */
	address: string;
	clientSecret: string;
	fetch: typeof globalThis.fetch | undefined;
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
export function facebookGraph({ address, clientSecret, fetch }: Ingredients) {
	const answerTo = async (call: GraphCall, { timeoutMs }: Patience) => {
		const { method = 'GET', path, token, query = {}, secrets = [] } = call;
		const url = withQuery(`${address}/${path}`, {
			...query,
			access_token: token,
			appsecret_proof: appSecretProof(token, clientSecret)
		});
		const answer = await send({ method, url, timeoutMs }, fetch);
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
