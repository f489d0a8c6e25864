import type { World } from './world.ts';

/** One request to Meta's side, with what the handlers share. */
export type Visit = {
	world: World;
	/** Where browsers and clients reach the simulator, without a slash at the end. */
	publicUrl: string;
	request: Request;
	url: URL;
	method: string;
	/** Told to the list of calls: whom the request turned out to be about. */
	account: string | null;
};

export type Handler = (visit: Visit) => Response | Promise<Response>;

export function cookieOf(visit: Visit, name: string): string | undefined {
	const pairs = (visit.request.headers.get('cookie') ?? '').split(/;\s*/);
	return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
