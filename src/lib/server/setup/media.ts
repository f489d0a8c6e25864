import { accessSync, constants, existsSync } from 'node:fs';
import { mediaFolder } from '../content/media-folder.ts';
import { resizer } from '../content/resize-process.ts';
import { type Check, fine, warning, wrong } from './check.ts';

/** How pictures of posts can be kept here. */
export type MediaFacts = { hasSharp: boolean; isWritable: boolean };

export async function readMediaFacts(dataDir: string): Promise<MediaFacts> {
	return {
		hasSharp: await (hasSharp ??= findSharp()),
		isWritable: isWritable(mediaFolder(dataDir))
	};
}

/** Found once: what is installed later counts from the next start on. */
let hasSharp: Promise<boolean> | undefined;

/** By the process that would use it: it may be there and not run on this machine. */
async function findSharp(): Promise<boolean> {
	const { hasSharp, stop } = resizer();
	return hasSharp().finally(stop);
}

/** The first picture makes the folder. */
function isWritable(folder: string): boolean {
	if (!existsSync(folder)) return true;
	try {
		accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/** @param isFull there is no room left for pictures; see content/space.ts */
export function mediaChecks({ hasSharp, isWritable }: MediaFacts, isFull: boolean): Check[] {
	if (!isWritable) {
		return [
			wrong('media', {
				title: 'The folder of pictures cannot be written',
				sentence:
					'This user may not read and write media in the data folder: new posts have no picture.',
				cure: 'Give the folder and its files to the user that runs Mooring (chown).'
			})
		];
	}
	const sizes = hasSharp
		? fine('media', {
				title: 'Pictures of posts are made in several sizes',
				sentence: 'sharp is there to make them.'
			})
		: warning('media', {
				title: 'Pictures of posts have one size',
				sentence:
					'sharp is not there to make smaller ones: feeds show each picture as Meta gave it, a JPEG without its metadata.',
				cure: 'Run npm install --include=optional and restart, or leave it so. Pictures that are here already stay as they are.'
			});
	return isFull ? [noRoom, sizes] : [sizes];
}

const noRoom = wrong('media-room', {
	title: 'There is no room for more pictures of posts',
	sentence: 'Feeds go on, and new posts appear without a picture.',
	cure: 'Raise MEDIA_MAX_GB, or free space on the disk, and restart.'
});
