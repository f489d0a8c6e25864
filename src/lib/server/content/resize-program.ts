import { writeFileSync } from 'node:fs';
import type { FromProgram, ToProgram } from './resize-process.ts';
import { bySharp, loadSharp } from './resize.ts';

// The program that makes pictures, a process of its own beside the server: what others wrote is decoded
// here, and the memory that it takes goes with the process. resize-process.ts starts and ends it.

// Ctrl-C and service managers signal everybody; the server, which knows of the picture under way, ends it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
// At once: an orderly exit waits for the threads of libvips.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

try {
	// Linux: where memory runs out, this ends and the server does not (proc_pid_oom_score_adj(5)).
	writeFileSync('/proc/self/oom_score_adj', '1000');
} catch {
	// Another system, or it may not.
}

const sharp = loadSharp();

async function answer(bytes: ToProgram['bytes']): Promise<FromProgram> {
	const loaded = await sharp;
	const hasSharp = loaded !== null;
	const renditions = loaded && bytes ? await bySharp(loaded)(bytes).catch(() => null) : null;
	return { hasSharp, renditions };
}

process.on('message', ({ bytes }: ToProgram) => {
	void answer(bytes).then((made) => process.send?.(made));
});
