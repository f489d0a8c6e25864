import type { Visit } from '../visit.ts';
import { jpegOf } from './drawing.ts';
import { oddPicture } from './odd-pictures.ts';
import type { Media } from './media.ts';
import { videoOf } from './video.ts';

/** What lies behind the address of a post, or null for a file of no post. */
export function mediaFile(visit: Visit, file: string): Response | null {
	const [, id = '', ending] = /^(\d{17})\.(jpg|mp4)$/.exec(file) ?? [];
	const media = visit.world.content.media(id);
	if (!media) return null;
	const type = ending === 'mp4' ? 'video/mp4' : 'image/jpeg';
	const { pictures } = visit.world.switches;
	if (pictures !== 'true' && ending === 'jpg') return oddPicture(pictures, bytesOf(media, type));
	return new Response(bytesOf(media, type), {
		headers: { 'content-type': type, 'cache-control': 'max-age=1209600' }
	});
}

function bytesOf(media: Media, type: string): Uint8Array<ArrayBuffer> {
	if (type === 'video/mp4') return videoOf(media.seed);
	const [cover] = media.children;
	if (media.mediaType === 'CAROUSEL_ALBUM' && cover) return bytesOf(cover, type);
	return media.bytes ?? jpegOf(media.seed, ...media.size);
}
