import type { GraphErrorParts } from '../errors.ts';
import type { Fetched } from './fetcher.ts';
import { jpegHeader } from './jpeg-header.ts';

/** "8 MB maximum"; "300 MB maximum" (Meta, IG User Media). */
export const MOST_IMAGE_BYTES = 8 * 1024 * 1024;
export const MOST_VIDEO_BYTES = 300 * 1024 * 1024;

const NARROWEST = 4 / 5;
const WIDEST = 1.91;
/** Rounding of whole pixels must not refuse a picture. */
const TOLERANCE = 0.01;

/** The rows of Meta's table of errors that a fetched file can lead to. */
const ERRORS = {
	unreachable: {
		code: 9004,
		subcode: 2_207_052,
		message: 'Only photo or video can be accepted as media type.',
		userTitle: 'Media download has failed.',
		userMessage:
			'The media could not be fetched from this URI. Check the URI, and that robots.txt lets our ' +
			'fetcher have it.'
	},
	late: {
		code: -2,
		subcode: 2_207_003,
		message: 'Timeout when downloading the media.',
		userTitle: 'Timeout',
		userMessage: 'It took too long to download the media.'
	},
	too_large: {
		code: 36_000,
		subcode: 2_207_004,
		message: 'The image is too large to download. It should be less than 8 MiB.',
		userTitle: 'Image too large',
		userMessage: 'The image is larger than 8 MiB.'
	},
	format: {
		code: 36_001,
		subcode: 2_207_005,
		message: 'The image format is not supported.',
		userTitle: 'Unsupported format',
		userMessage: 'Use a JPEG.'
	},
	ratio: {
		code: 36_003,
		subcode: 2_207_009,
		message: 'The submitted image with aspect ratio cannot be published.',
		userTitle: 'Aspect ratio not supported',
		userMessage: 'Submit an image with an aspect ratio between 4:5 and 1.91:1.'
	}
} satisfies Record<string, GraphErrorParts>;

export type CheckedImage =
	| { bytes: Uint8Array<ArrayBuffer>; size: [width: number, height: number] }
	| { error: GraphErrorParts };

const failed = (name: keyof typeof ERRORS) => ({
	error: { ...ERRORS[name], type: 'OAuthException' as const, isTransient: false }
});

/**
 * Whether Meta would take a picture: JPEG, baseline, the right shape unless it is for a story. HTML,
 * WebP and PNG and progressive JPEG look alike to who sends them: 9004.
 */
export function checkImage(fetched: Fetched, isStory: boolean): CheckedImage {
	if ('problem' in fetched) return failed(fetched.problem);
	const header = jpegHeader(fetched.bytes);
	if (!header)
		return failed(/^image\/(gif|bmp|tiff|heic)/i.test(fetched.type) ? 'format' : 'unreachable');
	if (header.isProgressive || !header.height) return failed('unreachable');
	const ratio = header.width / header.height;
	if (!isStory && (ratio < NARROWEST - TOLERANCE || ratio > WIDEST + TOLERANCE))
		return failed('ratio');
	return { bytes: fetched.bytes, size: [header.width, header.height] };
}

/** What is wrong with a film, as the container's `status` tells it later; null for a good one. */
export function problemOfVideo(fetched: Fetched): { subcode: number; message: string } | null {
	if ('problem' in fetched)
		return {
			subcode: fetched.problem === 'too_large' ? 2_207_026 : 2_207_077,
			message: 'Media upload has failed with error code'
		};
	const isMp4 = Buffer.from(fetched.bytes.subarray(4, 8)).toString('latin1') === 'ftyp';
	return isMp4 ? null : { subcode: 2_207_026, message: 'Media upload has failed with error code' };
}
