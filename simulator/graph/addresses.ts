import type { Account } from '../instagram/accounts.ts';
import type { Visit } from '../visit.ts';
import type { Media } from './media.ts';

/** How long the address of a picture or a film works; Meta's run out within days. */
const ADDRESS_LIFE_MS = 4 * 86_400_000;

/** A signed address that runs out: `oe` is its end in seconds (hexadecimal), `oh` the signature. */
export function signedAddress(visit: Visit, file: string): string {
	const { world } = visit;
	const end = Math.trunc((world.clock.now() + ADDRESS_LIFE_MS) / 1000).toString(16);
	const query = new URLSearchParams({ oh: world.pictureSignature(file, end), oe: end });
	return `${visit.publicUrl}/pictures/${file}?${query}`;
}

/** The address of the post itself: a film for videos, a picture for all others. */
export const mediaAddress = (visit: Visit, { id, mediaType }: Media) =>
	signedAddress(visit, `${id}.${mediaType === 'VIDEO' ? 'mp4' : 'jpg'}`);

/** The address of the picture that stands for a video. */
export const thumbnailAddress = (visit: Visit, { id }: Media) => signedAddress(visit, `${id}.jpg`);

/** Where the picture of an account lies; null where it has none. */
export const pictureAddress = (visit: Visit, account: Account): string | null =>
	account.picture && signedAddress(visit, account.picture);
