import type { Caller } from '../brake/brake.ts';
import type { Connection } from '../database/schema.ts';
import { callGraph, GRAPH_LIMITS } from '../meta/graph-call.ts';
import { refusalOf } from '../meta/judge.ts';
import type { AskMeta } from '../meta/media-list.ts';
import type { ContentDeps } from './deps.ts';

/** The brake lets nobody call now. */
export class Held extends Error {
	readonly waitMs: number;

	constructor(waitMs: number) {
		super('Meta may not be asked now');
		this.name = 'Held';
		this.waitMs = waitMs;
	}
}

/** "Error Codes", Graph API: the token is no longer valid. */
const DEAD_TOKEN = 190;

/**
 * What reads at Meta with a connection's token, each call where the brake lets it. Of a token that
 * Meta calls dead renewal hears.
 * @returns a function that throws Held and NoAnswer
 */
export const askerWith =
	(
		{ brake, renewal, settings, reportDead, exchange, over }: ContentDeps,
		{ connection, token, by }: { connection: Connection; token: string; by: Caller }
	): AskMeta =>
	async (segments, query) => {
		const held = brake.mayCall(connection, by);
		if (held !== null) throw new Held(held.waitMs);
		const { provider } = connection;
		const path = [settings.meta.graphVersion, ...segments].join('/');
		const url = new URL(`${settings.meta.hosts[provider].graph}/${path}`);
		const proof = renewal.providers[provider]?.appSecretProof?.(token);
		url.search = new URLSearchParams({
			...query,
			access_token: token,
			...(proof === undefined ? {} : { appsecret_proof: proof })
		}).toString();
		const call = { method: 'GET', url, wholeMs: GRAPH_LIMITS.wholeMs } as const;
		const sent = await callGraph(call, exchange, GRAPH_LIMITS, over);
		await brake.heard(connection, sent);
		const answer = { status: sent.status, text: new TextDecoder().decode(sent.bytes) };
		if (sent.status >= 400 && refusalOf(answer)?.code === DEAD_TOKEN) {
			void reportDead(connection.id);
		}
		return answer;
	};
