import { built, started } from './apps.ts';
import { closing } from './ending.ts';
import { type Home, startHome } from './home.ts';
import { type Asked, inTurns, type Loaded } from './load.ts';
import { compared, type Row } from './rows.ts';

/** The first page, signed out and signed in with three connections, beside bare pages of that size. */
export const pageRows = (): Promise<Row[]> =>
	closing(async (keep) => {
		const folder = await built('bare');
		const home = keep(await startHome(), (one) => one.close());
		const bare = keep(await started(folder), (one) => one.stop());
		const rows: Row[] = [];
		for (const [words, requests] of viewsOf(home)) {
			const bytes = await sizeOf(home.live.origin, requests[0]);
			const path = await pathOfSize(bare.origin, bytes);
			const found = await inTurns({
				ours: { url: home.live.origin, requests },
				bare: { url: bare.origin, requests: requests.map((one) => ({ ...one, path })) }
			});
			rows.push(...rowsOf(`first page, ${words}`, found, bytes));
		}
		return rows;
	});

const viewsOf = (home: Home) =>
	[
		['signed out', home.signedOut('/')],
		['signed in', home.signedIn('/')]
	] as const;

function rowsOf(what: string, found: Record<'ours' | 'bare', Loaded[]>, bytes: number): Row[] {
	const than = `bare, ${(bytes / 1024).toFixed(1)} KB`;
	const both = (name: 'perSecond' | 'p50' | 'p99') => ({
		ours: found.ours.map((one) => one[name]),
		beside: found.bare.map((one) => one[name]),
		than
	});
	return [
		compared(`${what}: requests, the bare page’s over it`, {
			...both('perSecond'),
			unit: '/s',
			by: 'beside / ours',
			target: { atMost: 1.5 }
		}),
		compared(`${what}: p50`, { ...both('p50'), unit: 'ms' }),
		compared(`${what}: p99`, { ...both('p99'), unit: 'ms' })
	];
}

async function sizeOf(origin: string, asked: Asked | undefined): Promise<number> {
	const response = await fetch(origin + (asked?.path ?? '/'), { headers: asked?.headers ?? {} });
	if (response.status !== 200) throw new Error(`a page answered ${String(response.status)}`);
	return (await response.arrayBuffer()).byteLength;
}

/** The bare page that is about so large: its size grows evenly with its lines. */
export async function pathOfSize(origin: string, bytes: number): Promise<string> {
	const size = (lines: number) => sizeOf(origin, { path: `/page/${String(lines)}`, headers: {} });
	const [few, many] = [await size(100), await size(300)];
	const lines = 100 + ((bytes - few) / (many - few)) * 200;
	return `/page/${String(Math.max(1, Math.round(lines)))}`;
}
