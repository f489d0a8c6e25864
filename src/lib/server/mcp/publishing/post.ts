import * as z from 'zod';
import { ACCOUNT_INPUT } from '../accounts.ts';
import { ToolFailure } from '../failure.ts';

/** The input of publish_post. */
export const POST = z.strictObject({
	account: ACCOUNT_INPUT,
	kind: z.enum(['image', 'carousel', 'reel']),
	media_urls: z
		.array(z.string().max(2048))
		.min(1)
		.max(10)
		.describe(
			'Public https addresses: one JPEG; 2 to 10 JPEGs or films (.mp4, .mov) of a carousel; one film of a reel'
		),
	caption: z.string().max(2200).optional(),
	alt_text: z
		.string()
		.max(1000)
		.optional()
		.describe('What is to be seen, for who cannot see it; of pictures')
});
export type Post = z.infer<typeof POST>;

/** The parameters of the containers of a post (Meta, "IG User Media"). */
export type Containers = {
	/** Of the parts of a carousel; none: it has no parts. */
	children: Record<string, string>[];
	/** Of what is published; a carousel's gets its `children` when they have their ids. */
	post: Record<string, string>;
};

/** What has to be made for a post. @throws ToolFailure for one that Instagram does not have */
export function containersOf({ kind, media_urls, caption, alt_text }: Post): Containers {
	const [first = ''] = media_urls;
	if (kind === 'carousel' ? media_urls.length < 2 : media_urls.length > 1)
		throw new ToolFailure(
			kind === 'carousel' ? 'A carousel has 2 to 10 parts.' : `This kind has one picture or film.`,
			'Change `kind` or `media_urls`.'
		);
	if (kind === 'reel' && alt_text !== undefined)
		throw new ToolFailure('`alt_text` is for pictures.', 'Leave it out for a reel.');
	const words = caption === undefined ? {} : { caption };
	const seen = alt_text === undefined ? {} : { alt_text };
	if (kind === 'image') return { children: [], post: { image_url: first, ...words, ...seen } };
	if (kind === 'reel')
		return { children: [], post: { media_type: 'REELS', video_url: first, ...words } };
	return {
		children: media_urls.map((address) => ({
			is_carousel_item: 'true',
			...(isFilm(address)
				? { media_type: 'VIDEO', video_url: address }
				: { image_url: address, ...seen })
		})),
		post: { media_type: 'CAROUSEL', ...words }
	};
}

const isFilm = (address: string) =>
	URL.canParse(address) && /\.(mp4|mov)$/i.test(new URL(address).pathname);
