import { expect, it, vi } from 'vitest';
import { retryWhileBusy } from './retry-busy.ts';

const busy = Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });

it('tries again while the database is busy, with growing waits', async () => {
	const write = vi.fn<() => Promise<string>>().mockRejectedValueOnce(busy);
	write.mockRejectedValueOnce(busy).mockResolvedValue('stored');
	const sleep = vi.fn(() => Promise.resolve());
	expect(await retryWhileBusy(write, sleep)).toBe('stored');
	expect(sleep.mock.calls).toEqual([[100], [200]]);
});

it('gives up with the error of the database after about five seconds', async () => {
	const waits: number[] = [];
	const sleep = (ms: number) => Promise.resolve(waits.push(ms));
	await expect(retryWhileBusy(() => Promise.reject(busy), sleep)).rejects.toBe(busy);
	expect(waits.reduce((sum, wait) => sum + wait, 0)).toBe(5100);
});

it('does not repeat what is no fault of the database', async () => {
	const write = vi.fn(() => Promise.reject(new TypeError('ours')));
	await expect(retryWhileBusy(write, () => Promise.resolve())).rejects.toThrow('ours');
	expect(write).toHaveBeenCalledTimes(1);
});
