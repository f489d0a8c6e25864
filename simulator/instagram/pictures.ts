import { readFile } from 'node:fs/promises';
import { mediaFile } from '../graph/media-file.ts';
import type { Visit } from '../visit.ts';

const FOLDER = new URL('../pictures/', import.meta.url);

/** A picture of an account, as Meta's CDN serves it: not without its signature, not after its end. */
export async function signedPicture(visit: Visit): Promise<Response> {
	const { world, url } = visit;
	const file = url.pathname.replace(/^\/pictures\//, '');
	const end = url.searchParams.get('oe') ?? '';
	if (url.searchParams.get('oh') !== world.pictureSignature(file, end))
		return new Response('Bad URL hash', { status: 403 });
	if (world.clock.now() > Number.parseInt(end, 16) * 1000)
		return new Response('URL signature expired', { status: 403 });
	return mediaFile(visit, file) ?? pictureFile(file);
}

/** A picture for the simulator's own pages. */
export async function pictureFile(file: string): Promise<Response> {
	if (!/^[a-z.]+\.png$/.test(file)) return new Response('Not found', { status: 404 });
	try {
		return new Response(new Uint8Array(await readFile(new URL(file, FOLDER))), {
			headers: { 'content-type': 'image/png', 'cache-control': 'max-age=3600' }
		});
	} catch {
		return new Response('Not found', { status: 404 });
	}
}
