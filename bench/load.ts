import { fork } from 'node:child_process';
import { join } from 'node:path';
import { closing } from './ending.ts';
import { SIZE } from './sizes.ts';

export type Asked = { path: string; headers: Record<string, string> };

export type Load = {
	url: string;
	/** Each kept-open connection sends these in turns. */
	requests: Asked[];
	connections?: number;
	/** So many seconds… */
	duration?: number;
	/** …or so many requests. */
	amount?: number;
	/** Requests a second of all connections together; without it as many as go. */
	overallRate?: number;
	expected?: number;
};

/** `p50` and `p99` in milliseconds. */
export type Loaded = { perSecond: number; p50: number; p99: number; count: number };

/** How many programs or browsers ask side by side. */
const CONNECTIONS = 8;

/**
 * Puts load on a server from a second process.
 * @throws Error where an answer has another status than the expected one
 */
export function loaded(load: Load): Promise<Loaded> {
	return closing((keep) => {
		const file = join(import.meta.dirname, 'load-child.mjs');
		const child = keep(fork(file, { execArgv: [] }), (one) => one.kill());
		return new Promise((resolve, reject) => {
			child.once('message', (answer: Loaded | { wrong: string }) => {
				if ('wrong' in answer) reject(new Error(`${load.url}: ${answer.wrong}`));
				else resolve(answer);
			});
			child.once('exit', () => reject(new Error('what puts the load on has ended')));
			child.send({
				connections: CONNECTIONS,
				expected: 200,
				...(load.amount === undefined ? { duration: SIZE.seconds } : {}),
				...load,
				requests: load.requests.map((one) => ({ method: 'GET', ...one }))
			});
		});
	});
}

/** Several loads in turns (A B A B …); what was found in each, the first round being for warmth. */
export async function inTurns<Name extends string>(
	loads: Record<Name, Load>
): Promise<Record<Name, Loaded[]>> {
	const names = Object.keys(loads) as Name[];
	const all = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
		Name,
		Loaded[]
	>;
	for (let turn = -1; turn < SIZE.turns; turn += 1) {
		for (const name of names) {
			const found = await loaded(loads[name]);
			if (turn >= 0) all[name].push(found);
		}
	}
	return all;
}
