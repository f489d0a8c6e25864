import type { IncomingMessage } from 'node:http';
import type { App } from '../app.ts';
import { feedFront } from './feed-front.ts';
import { graphFront } from './graph-front.ts';
import type { requestLevel } from './request-log.ts';

/** bin/start.mjs finds it here, and asks it before Kit. */
const PLACE = Symbol.for('mooring.front');

/** Lets the server in front answer what needs nothing of Kit. */
export function openFront(app: App, level: ReturnType<typeof requestLevel>): void {
	const fronts = [feedFront(app.settings, level), graphFront(app.settings, level)];
	const front = (request: IncomingMessage) => {
		for (const one of fronts) {
			const answer = one(app, request);
			if (answer !== null) return answer;
		}
		return null;
	};
	Reflect.set(globalThis, PLACE, front);
}
