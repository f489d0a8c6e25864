import { expect, it } from 'vitest';
import { runCommand } from '../support/command.ts';
import { freePort, startInstance } from '../support/instance.ts';

/** What the start said, but for its log, and what doctor says beside it. */
async function told(env: Record<string, string>) {
	const instance = await startInstance(env);
	try {
		const { output } = await runCommand(instance.dataDir, ['doctor'], {
			ORIGIN: instance.origin,
			DATA_DIR: instance.dataDir,
			...env
		});
		const lines = instance.output().trim().split('\n');
		return { start: lines.filter((line) => !line.startsWith('{')), doctor: output };
	} finally {
		await instance.remove();
	}
}

it('an address of the LAN that nobody listens at is told by the start and by doctor', async () => {
	const port = String(await freePort());
	const env = { ORIGIN: `http://192.168.255.5:${port}`, ALLOW_LAN_HTTP: '1' };
	const { start, doctor } = await told(env);
	const [line = ''] = start.filter((one) => one.includes('HOST=0.0.0.0'));
	expect(line).toContain('127.0.0.1');
	// The address stays the last line: it is what people look for.
	expect(start.at(-1)).toBe(`Mooring is at ${env.ORIGIN}`);
	expect(doctor).toMatch(/^wrong +Mooring does not listen at ORIGIN.*\n +Set HOST=0\.0\.0\.0/m);
	const open = await told({ ...env, HOST: '0.0.0.0' });
	expect(open.start.join() + open.doctor).not.toContain('HOST=');
});

it('a port that is not the one of ORIGIN is told', async () => {
	const { start, doctor } = await told({ PORT: String(await freePort()) });
	expect(start.join()).toContain('Remove PORT');
	expect(doctor).toContain('Remove PORT');
});

it('behind https on this machine nothing is to be told', async () => {
	const env = { ORIGIN: 'https://mooring.example', PORT: String(await freePort()) };
	const { start, doctor } = await told(env);
	expect(start.join() + doctor).not.toMatch(/HOST=|Remove PORT/);
});
