import { request } from 'node:http';
import { DEFAULT_APP } from './apps.ts';
import { type Simulator, startSimulator } from './server.ts';

export const APP = DEFAULT_APP;
export const REDIRECT_URI = 'http://localhost:4173/auth/instagram/callback';
export const BASIC = 'instagram_business_basic';

export type TestClient = Simulator & {
	/** A request that follows no redirect. */
	ask(path: string, init?: RequestInit): Promise<Response>;
	control(method: string, path: string, body?: object): Promise<Record<string, unknown>>;
	token(username?: string, more?: object): Promise<string>;
	code(username?: string, more?: object): Promise<string>;
	exchange(code: string, changes?: Record<string, string | null>): Promise<Response>;
	/** The cookie of a browser that is logged in as this account. */
	cookie(username: string): Promise<string>;
};

/** The simulator on a free port, with the calls that tests need most. */
export async function startTestClient(given: object = {}): Promise<TestClient> {
	const simulator = await startSimulator({ port: 0, ...given });
	const base = `http://127.0.0.1:${simulator.port}`;
	const ask: TestClient['ask'] = (path, init) =>
		fetch(base + path, { redirect: 'manual', ...init });
	const control: TestClient['control'] = async (method, path, body) => {
		const answer = await ask(`/_control/${path}`, {
			method,
			headers: { 'x-simulator': '1' },
			...(body ? { body: JSON.stringify(body) } : {})
		});
		const told = (await answer.json()) as Record<string, unknown>;
		if (!answer.ok) throw new Error(JSON.stringify(told));
		return told;
	};
	const granted = async (path: string, field: string, body: object) =>
		String((await control('POST', path, body))[field]);
	return {
		...simulator,
		ask,
		control,
		token: (username = 'ada.draws', more = {}) => granted('token', 'token', { username, ...more }),
		code: (username = 'ada.draws', more = {}) =>
			granted('code', 'code', { username, redirectUri: REDIRECT_URI, ...more }),
		exchange: (code, changes = {}) => {
			const fields: Record<string, string | null> = {
				client_id: APP.clientId,
				client_secret: APP.clientSecret,
				grant_type: 'authorization_code',
				redirect_uri: REDIRECT_URI,
				code,
				...changes
			};
			const body = new FormData();
			for (const [name, value] of Object.entries(fields)) if (value !== null) body.set(name, value);
			return ask('/oauth/access_token', { method: 'POST', body });
		},
		cookie: async (username) => {
			const body = new URLSearchParams({ username });
			const answer = await ask('/accounts/login/', { method: 'POST', body });
			return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
		}
	};
}

/** The query of an authorize address; null leaves a parameter out. */
export function authorizeQuery(changes: Record<string, string | null> = {}): string {
	const query = {
		client_id: APP.clientId,
		redirect_uri: REDIRECT_URI,
		response_type: 'code',
		scope: BASIC,
		...changes
	};
	const given = Object.entries(query).filter(([, value]) => value !== null);
	return new URLSearchParams(given).toString();
}

export type GraphError = {
	error: { message: string; type: string; code: number; error_subcode?: number };
};

/** What a Graph answer says went wrong. */
export async function errorOf(answer: Response) {
	return { status: answer.status, ...((await answer.json()) as GraphError).error };
}

/** A GET under another Host, which fetch does not allow. */
export function askUnderHost(
	port: number,
	host: string,
	path: string,
	headers: Record<string, string> = {}
): Promise<{ status: number; text: string; location: string | undefined }> {
	return new Promise((resolve, reject) => {
		const sent = request({ port, host: '127.0.0.1', path, headers: { ...headers, host } });
		sent.once('error', reject);
		sent.once('response', (answer) => {
			let text = '';
			answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
			answer.on('end', () => {
				const { location } = answer.headers;
				resolve({ status: answer.statusCode ?? 0, text, location });
			});
		});
		sent.end();
	});
}
