import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { closing, tempFolder } from './ending.ts';
import { alone, type Row } from './rows.ts';

const COUNT = 50;
const PAGE = Buffer.alloc(4096, 'x');

/** What each commit waits for: one page on this machine's disk, where the bench's databases are. */
export const diskRows = (): Promise<Row[]> =>
	closing(async (keep) => {
		const file = keep(openSync(join(tempFolder(keep), 'page'), 'w'), closeSync);
		const found = Array.from({ length: COUNT }, () => {
			writeSync(file, PAGE);
			const began = performance.now();
			fdatasyncSync(file);
			return performance.now() - began;
		});
		return Promise.resolve([alone('one wait for the disk (fdatasync)', { found, unit: 'ms' })]);
	});
