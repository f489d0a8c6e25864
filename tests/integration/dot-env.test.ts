import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Instance, startInstance } from '../support/instance.ts';

const ROOT = join(import.meta.dirname, '../..');
const CODE = 'a-claim-code-of-the-dot-env';
const KEY = Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64');

let instance: Instance;
const at = (name: string) => join(instance.dataDir, name);
beforeAll(async () => {
	instance = await startInstance();
	await instance.stop();
	for (const name of ['mooring.db', 'secret.key', 'claim.code']) rmSync(at(name));
});
afterAll(() => instance.remove());

/** In the folder of the `.env`, as `npm run` does. */
const command = (name: string, env: Record<string, string> = {}) => {
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[join(ROOT, 'bin/mooring.ts'), name],
		{
			cwd: instance.dataDir,
			env: { PATH: process.env['PATH'], DATA_DIR: instance.dataDir, ...env },
			encoding: 'utf8'
		}
	);
	return { status, said: stdout + stderr };
};
const refusal = () =>
	instance.restart().then(
		() => 'it started',
		(error: unknown) =>
			String(error)
				.replace(/^.*ended at its start:\n/s, '')
				.trim()
	);

describe('an .env that begins with a byte-order mark', () => {
	it('gives its first setting to the server and to commands, and no key is made', async () => {
		writeFileSync(at('.env'), `\uFEFFSECRET_KEY=${KEY}\r\nCLAIM_CODE=${CODE}\r\n`);
		await instance.restart({ CLAIM_CODE: '', FACEBOOK_CLIENT_ID: '', XFF_DEPTH: ' ' });
		expect(instance.output()).toContain(`/claim/${CODE}`);
		expect((await fetch(instance.origin)).status).toBe(200);
		expect(existsSync(at('secret.key'))).toBe(false);
		await instance.stop();
		expect(command('claim-link', { CLAIM_CODE: '' }).said).toContain(`/claim/${CODE}`);
	});
});

describe('an .env that cannot be read as it is meant', () => {
	it.each([
		['a line that is no setting', `CLAIM_CODE ${CODE}`, /^Line 1 of \.env cannot be read: /],
		['UTF-16', Buffer.from(`\uFEFFCLAIM_CODE=${CODE}`, 'utf16le'), /^The file \.env is not UTF-8/]
	])('%s stops the server and every command in one sentence', async (_, content, sentence) => {
		writeFileSync(at('.env'), content);
		const said = [await refusal(), command('claim-link').said, command('doctor').said];
		for (const one of said) {
			expect(one).toMatch(sentence);
			expect(one.trim().split('\n')).toHaveLength(1);
			expect(one).not.toContain(CODE);
		}
		expect(existsSync(at('secret.key'))).toBe(false);
	});
});
