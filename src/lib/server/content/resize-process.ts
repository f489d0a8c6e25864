import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { minutes, seconds } from '../clock.ts';
import { inTurn } from '../in-turn.ts';
import { beGentle, ownProgram, typeFlags } from '../own-program.ts';
import { type Renditions, type Resize, withoutSharp } from './resize.ts';

/** What the program is sent; null: whether it has `sharp` is all that is asked. */
export type ToProgram = { bytes: Uint8Array | null };
/** Its answer to each. */
export type FromProgram = {
	hasSharp: boolean;
	/** null: it was no whole picture, or one too large. */
	renditions: Renditions | null;
};

/** What makes pictures on this machine. */
export type Resizer = {
	/** One picture at a time, whoever asks. */
	resize: Resize;
	/** Whether pictures are made in several sizes here. */
	hasSharp: () => Promise<boolean>;
	/** Ends the process that made some. */
	stop: () => void;
};

/** In real time, milliseconds. */
const BOUNDS = {
	/** The largest picture takes a slow machine some 20 s. */
	picture: minutes(1),
	/** Longer than a sync waits for its next picture, so that it needs no second process. */
	idle: seconds(20)
};
const PROGRAM = 'src/lib/server/content/resize-program.ts';
/** Nothing of ours; what a machine needs to find `sharp` and its libraries. */
const PASSED_ON = /^(PATH|HOME|TMPDIR|LANG|TZ|LD_LIBRARY_PATH|LD_PRELOAD|NODE_COMPILE_CACHE)$/;

/**
 * Makes pictures in a process of its own, begun when one is wanted and ended a while after the last:
 * decoding takes memory that a process never gives back, and what is decoded is not to be trusted. A
 * picture that takes too long, or that the process dies of, has failed. It ends with this process too.
 */
export function resizer(
	bounds: typeof BOUNDS = BOUNDS,
	program: () => string = () => ownProgram(PROGRAM)
): Resizer {
	const oneAtATime = inTurn();
	let child: ChildProcess | null = null;
	let idle: NodeJS.Timeout | undefined;
	let hasSharp: boolean | null = null;

	function end() {
		clearTimeout(idle);
		child?.kill('SIGKILL');
		child = null;
	}

	async function ask(bytes: Uint8Array | null): Promise<FromProgram> {
		clearTimeout(idle);
		const asked = child?.connected ? child : begin(program());
		child = asked;
		try {
			return await answerOf(asked, { bytes }, bounds.picture);
		} catch (error) {
			// Whatever it is, it is in no state to be asked again.
			if (child === asked) end();
			throw error;
		} finally {
			idle = globalThis.setTimeout(end, bounds.idle).unref();
		}
	}

	/** Asked for before the first picture, so that one that kills the process says nothing about this. */
	const findSharp = async () =>
		(hasSharp ??= await ask(null).then(
			(answer) => answer.hasSharp,
			// It may be there and not run on this machine; or this was a bad moment, and is not remembered.
			() => null
		)) ?? false;

	return {
		resize: (bytes) =>
			oneAtATime(async () => {
				if (!(await findSharp())) return await withoutSharp(bytes);
				const { renditions } = await ask(bytes);
				if (renditions === null) throw new Error('no whole picture');
				return renditions;
			}),
		hasSharp: () => oneAtATime(findSharp),
		stop: end
	};
}

/** It keeps nobody from ending: its channel closes then, and it with it. */
function begin(program: string): ChildProcess {
	const passedOn = Object.entries(process.env).filter(([name]) => PASSED_ON.test(name));
	const child = fork(program, {
		env: Object.fromEntries(passedOn),
		execArgv: typeFlags(),
		serialization: 'advanced',
		stdio: ['ignore', 'ignore', 'ignore', 'ipc']
	});
	// Who waits for an answer hears of it; afterwards it concerns nobody.
	child.on('error', () => undefined);
	child.unref();
	child.channel?.unref();
	beGentle(child);
	return child;
}

/** @throws Error where it ends first, or takes longer than that */
async function answerOf(child: ChildProcess, asked: ToProgram, ms: number): Promise<FromProgram> {
	const over = new AbortController();
	const { signal } = over;
	const fail = (words: string) => () => Promise.reject(new Error(words));
	try {
		return await Promise.race([
			once(child, 'message', { signal }).then(([answer]) => answer as FromProgram),
			once(child, 'exit', { signal }).then(fail('the process that makes pictures ended')),
			setTimeout(ms, null, { signal }).then(fail('the picture took too long')),
			new Promise<never>((_, reject) => child.send(asked, (error) => error && reject(error)))
		]);
	} finally {
		over.abort();
	}
}
