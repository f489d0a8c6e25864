/** The control address of the simulator that runs beside a practice instance. */
export type SimulatorControl = {
	setClock(offsetMs: number): Promise<void>;
	/** At Instagram and at Facebook alike. */
	killAll(cause: 'password_changed' | 'app_removed'): Promise<void>;
	goDown(): Promise<void>;
	/** Clears every fault, and lets new consents work again. */
	goBackToNormal(): Promise<void>;
};

/** @param url the simulator's own address, such as `http://127.0.0.1:4174` */
export function simulatorControl(url: string): SimulatorControl {
	async function ask(method: 'POST' | 'DELETE', path: string, body?: object) {
		const response = await fetch(new URL(path, url), {
			method,
			headers: { 'X-Simulator': '1', 'Content-Type': 'application/json' },
			...(body ? { body: JSON.stringify(body) } : {}),
			signal: AbortSignal.timeout(5000)
		});
		if (!response.ok) throw new Error(`the simulator answered ${response.status} at ${path}`);
		await response.body?.cancel();
	}
	return {
		setClock: (offsetMs) => ask('POST', '/_control/clock', { offsetMs }),
		killAll: async (cause) => {
			await ask('POST', '/_control/accounts/*/kill', { cause });
			await ask('POST', '/_control/facebook/people/*/kill', { cause });
		},
		goDown: () => ask('POST', '/_control/faults', { endpoint: '*', kind: 'unavailable' }),
		goBackToNormal: () => ask('DELETE', '/_control/faults')
	};
}
