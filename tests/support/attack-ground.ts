import { request as ask } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { CLAIM_CODE, type Live, startLive } from './live.ts';
import { freePort } from './instance.ts';
import { raw } from './raw.ts';
import { selfSigned } from './self-signed.ts';

/** More than Mooring reads, so that its own answer is seen. */
const HEADERS = 64 * 1024;
const APP = 'app.mooring.test';
const SIBLING = 'evil.mooring.test';
const ELSEWHERE = 'attacker.test';
const LOGIN = '/auth/instagram/login';

/** `allowed`: headers that would let another origin read. */
type Answered = { method: string; path: string; status: number; allowed: string[] };

/** Mooring behind https, and beside it two hosts of an attacker. */
export type AttackGround = {
	origin: string;
	/** The same site as Mooring, another origin. */
	sibling: string;
	/** Another site. */
	elsewhere: string;
	claimLink: string;
	live: Live;
	/** What Mooring was asked since the last look, and how it answered. */
	answered(): Answered[];
	/** Everything that an attack could have changed. */
	state(): Record<string, unknown[]>;
	/** Headers that the attacker's pages send along from now on. */
	sendFromAttacker(headers: Record<string, string[]>): void;
	/** An attacker's own journey to Meta, stopped before its end: the address that would end it. */
	unfinishedLogin(): Promise<string>;
	remove(): Promise<void>;
};

export async function attackGround(): Promise<AttackGround> {
	const port = await freePort();
	let log: Answered[] = [];
	let more: Record<string, string[]> = {};

	const server = createServer({ ...selfSigned(), maxHeaderSize: HEADERS }, (request, response) => {
		const { method = '', url: path = '', headers } = request;
		if (headers.host?.split(':')[0] !== APP) {
			response.writeHead(200, { 'content-type': 'text/html', ...more });
			return response.end('<!doctype html><title>Attacker</title><body></body>');
		}
		const to = { host: '127.0.0.1', port, method, path, headers };
		const sent = ask(to, (answer) => {
			const { statusCode: status = 0 } = answer;
			const allowed = Object.keys(answer.headers).filter((name) =>
				name.startsWith('access-control-')
			);
			log.push({ method, path, status, allowed });
			response.writeHead(status, answer.headers);
			answer.pipe(response);
		});
		sent.on('error', () => response.destroy());
		request.pipe(sent);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const at = (host: string) => `https://${host}:${String((server.address() as AddressInfo).port)}`;
	const origin = at(APP);

	const redirectUri = `${origin}/auth/instagram/callback`;
	const live = await startLive({
		ORIGIN: origin,
		PORT: String(port),
		INSTAGRAM_REDIRECT_URI: redirectUri
	});

	return {
		origin,
		sibling: at(SIBLING),
		elsewhere: at(ELSEWHERE),
		claimLink: `${origin}/claim/${CLAIM_CODE}`,
		live,
		answered: () => {
			const found = log;
			log = [];
			return found;
		},
		state: () => {
			const sqlite = new Database(join(live.dataDir, 'mooring.db'), { readonly: true });
			const all = (table: string) => [table, sqlite.prepare(`SELECT * FROM ${table}`).all()];
			const tables = [
				'creators',
				'identities',
				'sessions',
				'invitations',
				'attempts',
				'connections',
				'audit_log'
			];
			const found = Object.fromEntries(tables.map(all)) as Record<string, unknown[]>;
			sqlite.close();
			return found;
		},
		sendFromAttacker: (headers) => {
			more = headers;
		},
		unfinishedLogin: async () => {
			const { headers } = await raw(`http://127.0.0.1:${String(port)}`, 'GET', LOGIN, {
				headers: { host: new URL(origin).host }
			});
			const state = new URL(headers.location ?? '').searchParams.get('state') ?? '';
			const { code } = await live.control<{ code: string }>('POST', 'code', {
				redirectUri,
				username: 'paper.lantern'
			});
			return `${redirectUri}?${new URLSearchParams({ code, state }).toString()}`;
		},
		remove: async () => {
			server.closeAllConnections();
			server.close();
			await live.remove();
		}
	};
}
