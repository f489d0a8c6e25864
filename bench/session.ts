import { join } from 'node:path';
import { built, started } from './apps.ts';
import { withConstant } from './constant.ts';
import { closing, tempFolder } from './ending.ts';
import { startHome } from './home.ts';
import { inTurns } from './load.ts';
import { compared, type Row } from './rows.ts';

const SECRET = 'of this bench alone: thirty-two characters and more';

/** What it costs to know who is signed in, beside Better Auth and beside routes that ask nobody. */
export const sessionRows = (): Promise<Row[]> =>
	closing(async (keep) => {
		const folders = { bare: await built('bare'), auth: await built('better-auth') };
		const home = keep(await startHome(), (one) => one.close());
		const constant = await withConstant(home, keep);
		const bare = keep(await started(folders.bare), (one) => one.stop());
		const env = { DATABASE: join(tempFolder(keep), 'auth.db'), SECRET };
		const auth = keep(await started(folders.auth, env), (one) => one.stop());
		const cookie = await signUp(auth.origin);
		const found = await inTurns({
			ours: { url: home.live.origin, requests: home.asScript('/api/user') },
			auth: {
				url: auth.origin,
				requests: [{ path: '/api/auth/get-session', headers: { cookie } }]
			},
			bare: { url: bare.origin, requests: home.asScript('/api/user') },
			constant: {
				url: constant.origin,
				requests: home.asScript('/api/user', constant.origin)
			}
		});
		const rate = (name: keyof typeof found) => found[name].map(({ perSecond }) => perSecond);
		const ours = { ours: rate('ours'), unit: '/s' };
		return [
			compared('session check, of Better Auth’s', {
				...ours,
				beside: rate('auth'),
				than: 'Better Auth 1.7, get-session',
				target: { atLeast: 2.5 }
			}),
			compared('session check, a bare route’s over it', {
				...ours,
				beside: rate('bare'),
				than: 'a bare route',
				by: 'beside / ours',
				target: { atMost: 1.3 }
			}),
			compared('session check, a constant behind our handles over it', {
				...ours,
				beside: rate('constant'),
				than: 'a constant behind our handles',
				by: 'beside / ours'
			})
		];
	});

/** A signed-in browser's cookie. The session is read from the database each time, as by default. */
async function signUp(origin: string): Promise<string> {
	const response = await fetch(`${origin}/api/auth/sign-up/email`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', origin },
		body: JSON.stringify({ name: 'Ada', email: 'ada@example.com', password: 'ink on paper' })
	});
	if (!response.ok) throw new Error(`Better Auth: ${String(response.status)}`);
	const cookie = response.headers
		.getSetCookie()
		.map((line) => line.split(';')[0])
		.join('; ');
	const asked = await fetch(`${origin}/api/auth/get-session`, { headers: { cookie } });
	const session = (await asked.json()) as { user?: { name: string } } | null;
	if (session?.user?.name !== 'Ada') throw new Error('Better Auth knows no session');
	return cookie;
}
