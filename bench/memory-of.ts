import { readFileSync } from 'node:fs';

/** RSS in MB, as Linux tells it. */
export function memoryOf(pid: number): number {
	const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
	return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}
