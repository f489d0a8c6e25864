import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import jpeg from 'jpeg-js';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { type Resizer, resizer } from './resize-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'mooring-resize-'));
afterAll(() => rmSync(folder, { recursive: true }));

const opened: Resizer[] = [];
afterEach(() => {
	opened.splice(0).forEach((one) => one.stop());
	vi.unstubAllEnvs();
});

const LONG = { picture: 20_000, idle: 20_000 };
let count = 0;
/** What makes pictures by a program of the test's own, which has `bytes` and says what `how` is. */
function by(program: string, bounds = LONG, hasSharp = true) {
	const file = join(folder, `${String((count += 1))}.mjs`);
	writeFileSync(
		file,
		`process.on('disconnect', () => process.exit());
		process.on('message', async ({ bytes }) => {
			const jpeg = { kind: 'jpg', width: 9, height: 9, bytes: new Uint8Array() };
			const how = await (async () => { ${program} })();
			process.send({ hasSharp: ${String(hasSharp)}, renditions: bytes && { how, webps: [], jpeg } });
		});`
	);
	return kept(resizer(bounds, () => file));
}
const kept = (made: Resizer) => {
	opened.push(made);
	return made;
};

const picture = () =>
	Buffer.from(jpeg.encode({ data: Buffer.alloc(40 * 30 * 4, 9), width: 40, height: 30 }, 80).data);
const [GOOD, BAD] = [new Uint8Array([1]), new Uint8Array([2])];
/** The process that made a picture, where the program tells. */
const pidOf = async ({ resize }: Resizer) => Number((await resize(GOOD)).how);
const TELLS_PID = 'return String(process.pid);';

function isThere(pid: number) {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
const isGone = (pid: number) => expect.poll(() => isThere(pid), { timeout: 10_000 }).toBe(false);

describe('the process that makes pictures', { timeout: 30_000 }, () => {
	it('makes them with sharp', async () => {
		const ours = kept(resizer());
		expect(await ours.hasSharp()).toBe(true);
		const { how, webps, jpeg } = await ours.resize(picture());
		expect([how, webps.length, jpeg.width]).toEqual(['sharp 1', 1, 40]);
		expect(Buffer.from(jpeg.bytes).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
		await expect(ours.resize(Buffer.from('<html>'))).rejects.toThrow('no whole picture');
	});

	it('is given nothing of ours', async () => {
		vi.stubEnv('SECRET_KEY', 'of the tokens');
		vi.stubEnv('INSTAGRAM_CLIENT_SECRET', 'of the app');
		const { how } = await by('return JSON.stringify(process.env);').resize(GOOD);
		expect(how).not.toMatch(/SECRET|of the/);
		expect(how).toContain('PATH');
	});

	it('makes one at a time, and goes on after one that failed', async () => {
		const ours = by(`
			globalThis.running = (globalThis.running ?? 0) + 1;
			const seen = running;
			await new Promise((resolve) => setTimeout(resolve, 5));
			running -= 1;
			return String(seen);`);
		const all = [GOOD, GOOD, GOOD].map((bytes) => ours.resize(bytes));
		expect((await Promise.all(all)).map(({ how }) => how)).toEqual(['1', '1', '1']);
	});

	it('may die of a picture: that one has failed, and another process makes the next', async () => {
		const ours = by(`if (bytes?.[0] === 2) process.abort(); ${TELLS_PID}`);
		const first = await pidOf(ours);
		const [bad, good] = await Promise.allSettled([ours.resize(BAD), ours.resize(GOOD)]);
		expect([bad.status, good.status]).toEqual(['rejected', 'fulfilled']);
		expect(await pidOf(ours)).not.toBe(first);
	});

	it('is ended when a picture takes too long', async () => {
		const bounds = { ...LONG };
		const ours = by(`while (bytes?.[0] === 2); ${TELLS_PID}`, bounds);
		const first = await pidOf(ours);
		bounds.picture = 100;
		await expect(ours.resize(BAD)).rejects.toThrow('too long');
		await isGone(first);
		bounds.picture = LONG.picture;
		expect(await pidOf(ours)).not.toBe(first);
	});

	it('ends when nothing was wanted for a while, and when it is stopped', async () => {
		const idle = by(TELLS_PID, { picture: 20_000, idle: 10 });
		await isGone(await pidOf(idle));
		const stopped = by(TELLS_PID);
		const pid = await pidOf(stopped);
		expect(await pidOf(stopped)).toBe(pid);
		stopped.stop();
		await isGone(pid);
	});

	it('was killed between two pictures: another one makes the next', async () => {
		const ours = by(TELLS_PID);
		const pid = await pidOf(ours);
		process.kill(pid, 'SIGKILL');
		await isGone(pid);
		expect(await pidOf(ours)).not.toBe(pid);
	});

	it.each([
		['is not there', 'return "";', false],
		['does not run on this machine', 'process.abort();', true]
	])('without it pictures keep their one size: sharp %s', async (_, program, hasSharp) => {
		const ours = by(program, LONG, hasSharp);
		expect(await ours.hasSharp()).toBe(false);
		const { how, webps, jpeg } = await ours.resize(picture());
		expect([how, webps, jpeg.width]).toEqual(['stripped 1', [], 40]);
	});

	it('does not outlive whoever began it, and stays through Ctrl-C until then', async () => {
		const module = new URL('./resize-process.ts', import.meta.url).href;
		// The pid of its one child, as Linux tells it.
		const program = `
			const { resizer } = await import(${JSON.stringify(module)});
			const { readFileSync } = await import('node:fs');
			const made = resizer();
			await made.hasSharp();
			const child = Number(readFileSync(\`/proc/self/task/\${process.pid}/children\`, 'utf8'));
			process.kill(child, 'SIGINT');
			process.kill(child, 'SIGTERM');
			await made.resize(Buffer.from('<html>')).catch(({ message }) => console.log(child, message));
			setInterval(() => undefined, 1000);`;
		const parent = execFile(process.execPath, ['--input-type=module', '--eval', program]);
		const said = await new Promise<string>((resolve) => parent.stdout?.once('data', resolve));
		const [pid, ...words] = said.trim().split(' ');
		const wasThere = isThere(Number(pid));
		parent.kill('SIGKILL');
		expect([words.join(' '), wasThere]).toEqual(['no whole picture', true]);
		await isGone(Number(pid));
	});
});
