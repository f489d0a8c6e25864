import type { Size } from './profile.ts';
import { tellOfWorld } from './one-world.ts';

/** One of the processes between which the seeds are parted: it asks for one after the other. */
process.on('message', ({ seed, size }: { seed: number; size: Size }) => {
	void tellOfWorld(seed, size).then((told) => process.send?.(told));
});
