import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Told } from './one-world.ts';
import type { Size } from './profile.ts';

/**
 * Lives through worlds, as many at a time as there are cores, each in a process of its own.
 * @param heard told of each world as it ends, in no order
 */
export async function liveThrough(
	seeds: readonly number[],
	size: Size,
	heard: (told: Told) => void
): Promise<void> {
	const waiting = [...seeds];
	const workers = Math.min(availableParallelism(), seeds.length);
	await Promise.all(Array.from({ length: workers }, () => work(waiting, size, heard)));
}

function work(waiting: number[], size: Size, heard: (told: Told) => void): Promise<void> {
	const child = fork(join(import.meta.dirname, 'worker.ts'), { stdio: ['ignore', 2, 2, 'ipc'] });
	return new Promise((resolve, reject) => {
		const next = () => {
			const seed = waiting.shift();
			if (seed === undefined) child.disconnect();
			else child.send({ seed, size });
		};
		child.on('message', (told: Told) => {
			heard(told);
			next();
		});
		child.on('error', reject);
		child.on('exit', (code) => {
			if (code === 0) resolve();
			else reject(new Error(`A world ended its process with ${String(code)}.`));
		});
		next();
	});
}
