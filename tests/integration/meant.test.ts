import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, it } from 'vitest';
import { type Instance, startInstance } from '../support/instance.ts';
import { startPractice } from '../support/practice.ts';

let instance: Instance | undefined;
afterEach(() => instance?.remove());

/** A command that knows the data folder alone, as in another terminal. */
function command(args: string[], env: Record<string, string> = {}) {
	const { stdout, stderr } = spawnSync(
		process.execPath,
		[join(import.meta.dirname, '../../bin/mooring.ts'), ...args],
		{
			cwd: instance?.dataDir,
			env: { PATH: process.env['PATH'], DATA_DIR: instance?.dataDir, ...env },
			encoding: 'utf8'
		}
	);
	return { last: stdout.trim().split('\n').at(-1) ?? '', stderr: stderr.trim() };
}

it('a command means the server that runs, whatever address that one was given', async () => {
	instance = await startInstance();
	const { origin } = instance;
	const said = `This is about the Mooring that runs at ${origin}.`;
	for (const env of [{}, { ORIGIN: 'https://elsewhere.example' }]) {
		const { last, stderr } = command(['claim-link'], env);
		expect(last).toMatch(`${origin}/claim/`);
		expect(stderr).toBe(said);
	}
	expect(command(['doctor'], { ORIGIN: 'https://elsewhere.example' }).stderr).toBe(
		`The Mooring runs at ${origin}: this is about its next start, at https://elsewhere.example.`
	);
	await instance.stop('SIGKILL');
	expect(existsSync(join(instance.dataDir, 'running.json'))).toBe(true);
	expect(command(['claim-link']).last).toMatch('http://localhost:3000/claim/');
	await instance.restart();
	await instance.stop();
	expect(existsSync(join(instance.dataDir, 'running.json'))).toBe(false);
	expect(command(['claim-link']).stderr).toMatch(/^No Mooring runs with the data folder /);
});

it('a command means the practice that runs beside a real folder', async () => {
	instance = await startPractice();
	new Database(join(instance.dataDir, 'mooring.db')).exec('CREATE TABLE x (y)').close();
	const { last, stderr } = command(['claim-link']);
	expect(last).toContain('Practice mode asks for no claim link');
	expect(stderr).toBe(`This is about the practice that runs at ${instance.origin}.`);
});

it('of two that run the real one is meant, and the other is named', async () => {
	const practice = await startPractice();
	instance = practice;
	const real = await startInstance({ DATA_DIR: practice.dataDir });
	try {
		const { last, stderr } = command(['claim-link']);
		expect(last).toMatch(`${real.origin}/claim/`);
		expect(stderr).toContain(`for the practice at ${practice.origin} set PRACTICE=1`);
		expect(command(['claim-link'], { PRACTICE: '1' }).last).toContain('Practice mode');
	} finally {
		await real.remove();
	}
});
