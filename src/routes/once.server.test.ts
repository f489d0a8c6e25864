import { expect, it } from 'vitest';
import { firstTime, once } from './once.server.ts';

it('makes a key once for each form, also where it is sent twice at the same moment', async () => {
	let count = 0;
	const make = async () => {
		count += 1;
		await Promise.resolve();
		return `key ${String(count)}`;
	};
	const [first, second] = await Promise.all([once('ada form', make), once('ada form', make)]);
	expect([first, second]).toEqual([
		{ isNew: true, id: 'key 1' },
		{ isNew: false, id: 'key 1' }
	]);
	expect(await once('another form', make)).toEqual({ isNew: true, id: 'key 2' });
});

it('lets a form that failed be sent again', async () => {
	await expect(once('failed', () => Promise.reject(new Error('full')))).rejects.toThrow('full');
	expect(await once('failed', () => Promise.resolve('key'))).toEqual({ isNew: true, id: 'key' });
});

it('shows what is made the first time only', async () => {
	const make = () => Promise.resolve('secret');
	expect(await firstTime('shown', make)).toBe('secret');
	expect(await firstTime('shown', make)).toBeNull();
});
