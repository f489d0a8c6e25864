/** What went wrong, in a sentence for the person at the browser. */
export class PasskeyProblem extends Error {}

/** Whether this browser can use passkeys here; asked in browsers only. */
export const canUsePasskeys = () =>
	window.isSecureContext && typeof window.PublicKeyCredential === 'function';

/** Loaded on the click: nobody else pays for it. */
const library = () => import('@simplewebauthn/browser');

/** Makes a passkey on this device, and lets Mooring keep its public half. @throws PasskeyProblem */
export async function addPasskey() {
	const optionsJSON = await begin('/api/passkeys/options');
	const { startRegistration } = await library();
	const made = await orTold(startRegistration({ optionsJSON } as never));
	await post('/api/passkeys', made);
}

/** Signs in with a passkey, or proves with it who is signed in. @throws PasskeyProblem */
export async function signInByPasskey() {
	const optionsJSON = await begin('/api/sign-in/options');
	const { startAuthentication } = await library();
	const signed = await orTold(startAuthentication({ optionsJSON } as never));
	await post('/api/sign-in', signed);
}

async function begin(path: string) {
	const { options } = (await (await post(path)).json()) as { options: unknown };
	return options;
}

async function post(path: string, body?: unknown) {
	const response = await fetch(path, {
		method: 'POST',
		headers: { 'x-csrf': '1', 'content-type': 'application/json' },
		...(body === undefined ? {} : { body: JSON.stringify(body) })
	}).catch(() => {
		throw new PasskeyProblem('Mooring did not answer. Is it still running?');
	});
	if (response.ok) return response;
	const told = (await response.json().catch(() => null)) as { error?: { message?: string } } | null;
	throw new PasskeyProblem(told?.error?.message ?? 'Mooring refused this. Reload the page.');
}

/** Browsers tell little of what went wrong, so that no page learns what a device holds. */
async function orTold<Result>(asked: Promise<Result>): Promise<Result> {
	try {
		return await asked;
	} catch (error) {
		const isKnown = error instanceof Error && error.name === 'InvalidStateError';
		throw new PasskeyProblem(
			isKnown
				? 'This device holds a passkey for you already. Use it to sign in.'
				: 'No passkey was used: the device was not asked, or said no. Press the button to try again.'
		);
	}
}
