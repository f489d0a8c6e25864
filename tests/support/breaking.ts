import Database from 'better-sqlite3';
import fs from 'node:fs';
import { open } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

type Any = (...args: unknown[]) => unknown;

/** A disk that fails. */
export type Broken = {
	/** Whether it came to the step that fails. */
	hasFailed(): boolean;
	mend(): void;
};

const full = () => Object.assign(new Error('no space left'), { code: 'ENOSPC', errno: -28 });

/**
 * Has this process's changes of files fail from a step on, as a disk does that is full: everything
 * after that step fails too, and of a file that is being written half its bytes arrive. Reading works.
 * A step is a change of a file, or one statement of an update of the schema.
 */
export async function breakFrom(failAt: number): Promise<Broken> {
	let steps = 0;
	let hasFailed = false;
	const mends: (() => void)[] = [];
	const fails = () => (hasFailed ||= (steps += 1) >= failAt);

	function patch(on: object, name: string, broken: (real: Any) => Any) {
		const methods = on as Record<string, Any>;
		const real = methods[name];
		if (!real) throw new Error(`there is no ${name}`);
		methods[name] = broken(real);
		mends.push(() => (methods[name] = real));
	}
	const throwing = (real: Any) =>
		function (this: unknown, ...args: unknown[]) {
			if (fails()) throw full();
			return real.apply(this, args);
		};
	const rejecting = (real: Any) =>
		function (this: unknown, ...args: unknown[]) {
			return fails() ? Promise.reject(full()) : real.apply(this, args);
		};
	const half = (data: unknown) =>
		typeof data === 'string' || Buffer.isBuffer(data) || data instanceof Uint8Array
			? data.slice(0, data.length / 2)
			: data;

	for (const name of ['renameSync', 'linkSync', 'rmSync', 'fsyncSync', 'mkdirSync', 'chmodSync']) {
		patch(fs, name, throwing);
	}
	patch(fs, 'writeFileSync', (real) => (file, data, ...more) => {
		if (!fails()) return real(file, data, ...more);
		real(file, half(data), ...more);
		throw full();
	});
	for (const name of ['rename', 'rm', 'mkdir']) patch(fs.promises, name, rejecting);
	patch(fs.promises, 'open', (real) => (file, flags, ...more) => {
		if (flags !== 'r' && flags !== undefined && fails()) return Promise.reject(full());
		return real(file, flags, ...more);
	});
	const handle = await open(import.meta.filename, 'r');
	const handles = Object.getPrototypeOf(handle) as object;
	await handle.close();
	patch(handles, 'sync', rejecting);
	patch(
		handles,
		'writeFile',
		(real) =>
			async function (this: unknown, data, ...more) {
				if (!fails()) return real.call(this, data, ...more);
				await real.call(this, half(data), ...more);
				throw full();
			}
	);
	patch(
		Database.prototype,
		'exec',
		(real) =>
			function (this: unknown, sql) {
				for (const statement of statementsOf(String(sql))) {
					if (fails()) throw new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
					real.call(this, statement);
				}
				return this;
			}
	);
	syncBuiltinESMExports();
	return {
		hasFailed: () => hasFailed,
		mend() {
			for (const mend of mends) mend();
			syncBuiltinESMExports();
		}
	};
}

/** One by one; quotes and the bodies of triggers kept whole. */
function statementsOf(sql: string): string[] {
	const whole: string[] = [];
	let begun = '';
	for (const piece of sql.split(/(?<=;)/)) {
		begun += piece;
		const isInside = /\bCREATE\s+TRIGGER\b/i.test(begun) && !/\bEND\s*;\s*$/i.test(begun);
		if (isInside || (begun.match(/'/g) ?? []).length % 2 === 1) continue;
		whole.push(begun);
		begun = '';
	}
	return [...whole, begun].filter((text) => text.replace(/--.*$/gm, '').trim() !== '');
}

/**
 * Tries something with a disk that fails from step 1, 2, … on, until it fails no more.
 * @param attempt what is tried; its error is handed over
 * @param then what must hold afterwards, on a disk that works again
 * @returns how many steps it takes
 */
export async function breakEachStep(
	attempt: () => unknown,
	then: (step: number, error: unknown) => Promise<void>
): Promise<number> {
	for (let step = 1; ; step += 1) {
		const broken = await breakFrom(step);
		let error: unknown = null;
		try {
			await attempt();
		} catch (caught) {
			error = caught;
		} finally {
			broken.mend();
		}
		await then(step, error);
		if (!broken.hasFailed()) return step - 1;
	}
}
