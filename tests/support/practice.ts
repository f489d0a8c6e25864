import { freePort, type Instance, startInstance } from './instance.ts';

/** A practice instance whose simulator the browser knows by another name, as Meta is another site. */
export type Practice = Instance & { simulator: string; secrets(): Promise<string[]> };

export async function startPractice(): Promise<Practice> {
	const port = await freePort();
	const instance = await startInstance({
		PRACTICE: '1',
		SIMULATOR_PORT: String(port),
		INSTAGRAM_WEB_URL: `http://www.instagram.test:${String(port)}`,
		FACEBOOK_WEB_URL: `http://www.facebook.test:${String(port)}`
	});
	const simulator = `http://127.0.0.1:${String(port)}`;
	return { ...instance, simulator, secrets: () => issuedSecrets(simulator) };
}

/** Every code, token and client secret that the simulator ever handed out. */
export async function issuedSecrets(simulator: string): Promise<string[]> {
	const response = await fetch(`${simulator}/_control/secrets`, {
		headers: { 'x-simulator': '1' }
	});
	const found: string[] = [];
	collect(await response.json(), found);
	return found.filter((text) => text.length >= 16);
}

function collect(value: unknown, into: string[]) {
	if (typeof value === 'string') into.push(value);
	else if (typeof value === 'object' && value !== null) {
		for (const inner of Object.values(value)) collect(inner, into);
	}
}
