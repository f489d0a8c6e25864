import { jpegOf } from './drawing.ts';
import { videoOf } from './video.ts';

/**
 * A picture or a film to publish, for who has none at hand: `/_simulator/drawn/NAME.jpg` or `.mp4`.
 * Every name gives another one.
 */
export function drawnFile(file: string): Response {
	const [, name = '', ending] = /^([\w-]{1,60})\.(jpg|mp4)$/.exec(file) ?? [];
	if (!ending) return new Response('Not found', { status: 404 });
	const isFilm = ending === 'mp4';
	return new Response(isFilm ? videoOf(name) : jpegOf(name, 640, 640), {
		headers: { 'content-type': isFilm ? 'video/mp4' : 'image/jpeg' }
	});
}
