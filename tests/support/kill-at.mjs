import Database from 'better-sqlite3';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

// Preloaded into a program: it is killed outright before the step of that number, a step being a change
// of a file or a statement that writes; writing a file is two, the second in the middle of its bytes.
// Without a number the program lives, and the file STEPS_FILE tells how many steps it took.
const killAt = Number(process.env['KILL_AT'] ?? 0);
let steps = 0;

function step() {
	steps += 1;
	if (steps === killAt) process.kill(process.pid, 'SIGKILL');
}

/** @typedef {(...args: any[]) => any} Any */
const patched = /** @type {Record<string, Any>} */ (/** @type {unknown} */ (fs));
for (const name of ['renameSync', 'linkSync', 'rmSync', 'fsyncSync', 'chmodSync', 'mkdirSync']) {
	const real = /** @type {Any} */ (patched[name]);
	patched[name] = (...args) => {
		step();
		return real(...args);
	};
}
const write = fs.writeFileSync;
/** @param {any} file @param {any} data @param {any} [options] */
fs.writeFileSync = (file, data, options) => {
	step();
	if (steps + 1 === killAt && typeof data === 'string') {
		write(file, data.slice(0, data.length / 2), options);
	}
	step();
	write(file, data, options);
};
for (const name of ['rename', 'rm', 'mkdir', 'rmdir', 'open']) {
	const later = /** @type {Record<string, Any>} */ (/** @type {unknown} */ (fs.promises));
	const real = /** @type {Any} */ (later[name]);
	later[name] = async (...args) => {
		step();
		const result = await real(...args);
		if (name === 'open') breakOff(result);
		return result;
	};
}
syncBuiltinESMExports();

/** Writing to an open file is two steps as well. @param {fs.promises.FileHandle} file */
function breakOff(file) {
	const real = /** @type {Any} */ (file.writeFile.bind(file));
	/** @param {any[]} args */
	const halved = async (data, ...args) => {
		step();
		if (steps + 1 === killAt) await file.write(data.subarray(0, data.length / 2));
		step();
		return real(data, ...args);
	};
	file.writeFile = halved;
}

const memory = new Database(':memory:');
const WRITES = /^\s*(begin|commit|vacuum|pragma\s+wal_checkpoint)/i;
const statements = Object.getPrototypeOf(memory.prepare('SELECT 1'));
for (const name of ['run', 'all', 'get', 'iterate']) {
	/** @type {Any} */
	const real = statements[name];
	/** @this {Database.Statement} @param {any[]} args */
	statements[name] = function (...args) {
		if (!this.readonly || WRITES.test(this.source)) step();
		return real.apply(this, args);
	};
}
const exec = Database.prototype.exec;
/** @this {Database.Database} @param {string} sql */
Database.prototype.exec = function (sql) {
	for (const statement of statementsOf(sql)) {
		step();
		exec.call(this, statement);
	}
	return this;
};

/** One by one, so that there is a step between them. @param {string} sql */
function statementsOf(sql) {
	const whole = [];
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
memory.close();

process.on('exit', () => {
	const file = process.env['STEPS_FILE'];
	if (file) write(file, String(steps));
});
