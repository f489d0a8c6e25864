import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Where a client finds the Graph, and with what key. */
export type Target = { url: string; key: string; account?: string; image?: string };

const PROGRAMS: Record<string, string> = {
	sh: 'sh',
	py: 'python3',
	mjs: process.execPath,
	php: 'php'
};

/** Whether a program is here that a client needs. */
export const isHere = (program: string, ...args: string[]) =>
	spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** Runs one of the scripts of this folder. @returns what it printed; rejects where it failed */
export function runClient(script: string, { url, key, account, image }: Target): Promise<string> {
	const program = PROGRAMS[script.split('.').at(-1) ?? ''] ?? '';
	const { PATH, HOME } = process.env;
	const env = {
		PATH,
		HOME,
		GRAPH_URL: url,
		GRAPH_KEY: key,
		GRAPH_ACCOUNT: account,
		GRAPH_IMAGE: image
	};
	return new Promise((resolve, reject) => {
		const file = join(import.meta.dirname, script);
		execFile(program, [file], { env, timeout: 60_000 }, (error, stdout, stderr) => {
			if (error) reject(new Error(`${script}: ${stderr || stdout}`, { cause: error }));
			else resolve(stdout);
		});
	});
}
