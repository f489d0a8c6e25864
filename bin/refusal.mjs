import { createServer } from 'node:net';
import { diskSentence } from '../src/lib/server/database/disk-faults.ts';
import { StartError } from './environment.mjs';

const TOLD_BY_MESSAGE = ['StartError', 'SettingsError', 'AppError'];

/**
 * What is printed when a command cannot go on: the sentence of an error that was written for people,
 * one for a disk that is full or broken wherever it showed, and for any other error its stack, which
 * a report of a fault needs.
 * @param {unknown} error
 */
export function refusalOf(error) {
	if (!(error instanceof Error)) return `Mooring stopped: ${String(error)}`;
	if (TOLD_BY_MESSAGE.includes(error.name)) return error.message;
	return diskSentence("Mooring's data", error) ?? error.stack ?? error.message;
}

/** Prints why and ends with code 1. @param {unknown} error @returns {never} */
export function refuse(error) {
	process.stderr.write(`${refusalOf(error)}\n`);
	process.exit(1);
}

/**
 * One sentence for a server that could not listen.
 * @param {unknown} error of `listen`
 * @param {number} port
 * @param {string} variable the setting that names the port
 */
export function listenSentence(error, port, variable) {
	const code = error instanceof Error && 'code' in error ? error.code : 'unknown';
	if (code === 'EADDRINUSE') {
		return `Port ${port} is in use: stop what listens there, or set ${variable} to another port.`;
	}
	if (code === 'EACCES') {
		return `Port ${port} is not allowed for this user: set ${variable} to one above 1023.`;
	}
	if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
		return `Mooring cannot listen there (${code}): HOST is no address of this machine.`;
	}
	return `Mooring cannot listen on port ${port} (${code}).`;
}

/**
 * Asks whether this port can be listened on, before anything is emptied or started that a Mooring
 * already running there may use.
 * @param {{ host: string, port: number }} address
 * @throws {StartError} one sentence, where it cannot
 */
export async function checkPort({ host, port }) {
	const probe = createServer();
	await new Promise((resolve, reject) => {
		probe.once('error', (error) => reject(new StartError(listenSentence(error, port, 'PORT'))));
		probe.listen(port, host, () => resolve(undefined));
	});
	await new Promise((resolve) => probe.close(resolve));
}
