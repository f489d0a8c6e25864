import { setTimeout as sleepFor } from 'node:timers/promises';
import { seconds } from '../clock.ts';
import type { Connection } from '../database/schema.ts';
import { callGraph, GRAPH_LIMITS, NoAnswer, type Sent } from '../meta/graph-call.ts';
import { refusalOf } from '../meta/judge.ts';
import { type ReadAnswer, readAnswer } from './answer.ts';
import type { RelayDeps } from './deps.ts';
import {
	metaOddAnswer,
	metaRateLimited,
	outcomeUnknown,
	readRefusal,
	writeRefusal
} from './refusals.ts';

/** One call, judged and made from its row; the token is not in it yet. */
export type Upstream = {
	connection: Connection;
	token: string;
	method: 'GET' | 'POST' | 'DELETE';
	/** Behind the host, with the version. */
	path: string;
	query: URLSearchParams;
	/** The body of a POST. */
	form: URLSearchParams | null;
	isPublishing?: boolean;
};

type Deps = Pick<
	RelayDeps,
	'renewal' | 'settings' | 'brake' | 'reportDead' | 'sleep' | 'random' | 'exchange' | 'over'
>;

/**
 * Sends one call, once, where the brake lets it. The brake and, of a dead token, renewal hear of
 * whatever comes.
 * @throws NoAnswer; ToolRefusal meta_rate_limited: nothing was sent
 */
export async function sendToMeta(deps: Deps, upstream: Upstream): Promise<Sent> {
	const { connection, method, isPublishing = false } = upstream;
	const held = deps.brake.mayCall(connection, 'tool');
	if (held !== null) throw metaRateLimited(held.waitMs);
	const wholeMs = isPublishing ? GRAPH_LIMITS.publishMs : GRAPH_LIMITS.wholeMs;
	const call = { method, wholeMs, ...addressed(deps, upstream) };
	const sent = await callGraph(call, deps.exchange, GRAPH_LIMITS, deps.over);
	await deps.brake.heard(connection, sent);
	if (codeOf(sent) === DEAD_TOKEN) void deps.reportDead(connection.id);
	return sent;
}

/** The token goes in the body where there is one: addresses are written down more often. */
function addressed({ renewal, settings }: Deps, { connection, token, path, ...given }: Upstream) {
	const { provider } = connection;
	const proof = renewal.providers[provider]?.appSecretProof?.(token);
	const url = new URL(settings.meta.hosts[provider].graph + path);
	const query = new URLSearchParams(given.query);
	const form = given.form && new URLSearchParams(given.form);
	(form ?? query).set('access_token', token);
	if (proof !== undefined) (form ?? query).set('appsecret_proof', proof);
	url.search = query.toString();
	return form ? { url, form } : { url };
}

/**
 * Reads at Meta; tried once more where the way there failed, or Meta said that it is a passing fault.
 * @throws ToolRefusal meta_unreachable, meta_timeout, meta_odd_answer, meta_rate_limited
 */
export async function readAtMeta(deps: Deps, upstream: Upstream): Promise<ReadAnswer> {
	const first = await oneRead(deps, upstream);
	if (first !== null && !isPassing(first)) return first;
	const { sleep = sleepFor, random = Math.random } = deps;
	await sleep(AGAIN_AFTER.least + random() * (AGAIN_AFTER.most - AGAIN_AFTER.least));
	const second = await oneRead(deps, upstream, true);
	if (second === null || isOdd(second)) throw metaOddAnswer();
	return second;
}

const AGAIN_AFTER = { least: 300, most: seconds(0.8) };

/** @returns null where the connection broke after the call had gone out, for the first time */
async function oneRead(deps: Deps, upstream: Upstream, isLast = false) {
	try {
		return readAnswer(await sendToMeta(deps, upstream));
	} catch (error) {
		if (!(error instanceof NoAnswer)) throw error;
		if (!isLast && error.why === 'broken' && error.wasSent) return null;
		throw readRefusal(error);
	}
}

/**
 * Writes at Meta, never twice. An error of Meta's in JSON is an answer.
 * @throws ToolRefusal meta_unreachable and meta_rate_limited: nothing was sent; outcome_unknown
 */
export async function writeAtMeta(deps: Deps, upstream: Upstream): Promise<Sent> {
	try {
		const sent = await sendToMeta(deps, upstream);
		if (!readAnswer(sent).isJson) throw outcomeUnknown();
		return sent;
	} catch (error) {
		throw error instanceof NoAnswer ? writeRefusal(error) : error;
	}
}

/** "Error Codes", Graph API: the token is no longer valid. */
const DEAD_TOKEN = 190;
/** The same page: an unknown fault, and a service that is down for a while. */
const PASSING = [1, 2];

const isOdd = ({ isJson, isPage }: ReadAnswer) => !isJson || isPage;

function isPassing(answer: ReadAnswer): boolean {
	if (isOdd(answer) || answer.status === 502 || answer.status === 503) return true;
	const code = codeIn(answer.status, answer.text);
	return code !== null && PASSING.includes(code);
}

/** The longest error that is looked into: Meta's have a few hundred bytes. */
const LONGEST_ERROR = 16_384;

/** Meta's own number in an error, which it may tell under HTTP 200 as well. */
function codeIn(status: number, text: string): number | null {
	const mayBeError = text.length <= LONGEST_ERROR && text.includes('"error');
	return mayBeError ? (refusalOf({ status, text })?.code ?? null) : null;
}

export const codeOf = ({ status, bytes }: Sent): number | null =>
	bytes.length > LONGEST_ERROR ? null : codeIn(status, Buffer.from(bytes).toString());
