import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { forgetTyped, hideTyped, type Input, readToken } from './token-input.ts';

function terminal() {
	const modes: boolean[] = [];
	const input: Input = Object.assign(new PassThrough(), {
		isTTY: true,
		setRawMode: (isRaw: boolean) => modes.push(isRaw)
	});
	return { input: input as Input & PassThrough, modes };
}

describe('a token from a pipe', () => {
	it('is all that comes, without the blanks around it', async () => {
		const input = new PassThrough();
		const token = readToken(input);
		input.write('  IGAA');
		input.end('token \n');
		expect(await token).toBe('IGAAtoken');
	});

	it('is null where nothing comes', async () => {
		const input = new PassThrough();
		input.end('\n');
		expect(await readToken(input)).toBe(null);
	});

	it('is read no further than a token can be long', async () => {
		const input = new PassThrough();
		const token = readToken(input);
		input.write('x'.repeat(20_000));
		expect((await token)?.length).toBe(20_000);
	});
});

describe('a token from a terminal', () => {
	it('is one line that is not echoed, and the terminal is as before', async () => {
		const { input, modes } = terminal();
		const token = readToken(input);
		expect(modes).toEqual([true]);
		input.write('IGAX\u007fA');
		input.write('token\rmore');
		expect(await token).toBe('IGAAtoken');
		await expect.poll(() => modes).toEqual([true, false]);
	});

	it.each(['IGAA\u0003', '\u0004'])('can be broken off (%j)', async (keys) => {
		const { input, modes } = terminal();
		const token = readToken(input);
		input.write(keys);
		expect(await token).toBe(null);
		expect(modes).toEqual([true, false]);
	});

	it('may be pasted before it is asked for', async () => {
		const { input, modes } = terminal();
		hideTyped(input);
		input.write('IGAAtoken\r');
		expect(modes).toEqual([true]);
		expect(await readToken(input)).toBe('IGAAtoken');
	});

	it('that is not asked for is left to no shell', async () => {
		const { input, modes } = terminal();
		hideTyped(input);
		input.write('IGAAtoken\r');
		await forgetTyped(Object.assign(input, { isRaw: true }));
		expect(input.read()).toBe(null);
		expect(modes).toEqual([true, false]);
	});
});
