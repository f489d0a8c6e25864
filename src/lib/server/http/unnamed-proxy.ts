import type { App } from '../app.ts';
import { namingCure, proxyHeaderIn } from '../setup/proxy.ts';
import type { Gate } from './gates.ts';

/** Says once a process that a proxy is in front whose visitors cannot be told apart. */
export function unnamedProxy(app: () => Pick<App, 'settings' | 'log'>): Gate {
	let isTold = false;
	return ({ request }) => {
		const { settings, log } = app();
		const arrived = proxyHeaderIn(request.headers);
		if (!isTold && settings.addressHeader === null && arrived) {
			isTold = true;
			log.warn(
				`a request came through a proxy, and ADDRESS_HEADER is not set: all visitors share one limit, and one of them can use it up for all. ${namingCure(arrived)}`
			);
		}
		return null;
	};
}
