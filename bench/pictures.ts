import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { mediaFiles } from '../src/lib/server/content/media-files.ts';
import { nameFiles } from '../src/lib/server/content/picture-names.ts';
import { resizer } from '../src/lib/server/content/resize-process.ts';

// What a thousand pictures of posts cost a server: memory over rest, its own and that of the process that
// makes them while it does (Linux tells), and how long its event loop is held.

const PICTURES = 1000;
const LOOP_OF = 100;
const SOURCES = 4;
const SIZE = [1440, 1800] as const;
const MB = 1_048_576;

const folder = mkdtempSync(join(tmpdir(), 'mooring-bench-'));
const files = mediaFiles(folder);
const pictures = resizer();

/** By a process of its own: what drawing takes is no memory of the server. */
function drawn(place: number): Uint8Array {
	const file = join(folder, `source-${String(place)}.jpg`);
	const drawing = new URL('../simulator/graph/drawing.ts', import.meta.url).href;
	const program = `
		const { jpegOf } = await import(${JSON.stringify(drawing)});
		const { writeFileSync } = await import('node:fs');
		writeFileSync(${JSON.stringify(file)}, jpegOf('bench ${String(place)}', ${SIZE.join(', ')}));`;
	execFileSync(process.execPath, ['--input-type=module', '--eval', program]);
	return new Uint8Array(readFileSync(file));
}
const sources = Array.from({ length: SOURCES }, (_, place) => drawn(place));

async function keep(place: number) {
	const source = sources[place % SOURCES] ?? new Uint8Array();
	// Another name each time, so that each is written.
	const nameKey = place.toString(16).padStart(64, '0');
	const named = nameFiles(await pictures.resize(source), { nameKey, source });
	await files.write('bench', named.files);
}

const used = () => {
	globalThis.gc?.();
	return process.memoryUsage().rss / MB;
};

/** Of the process that makes pictures, as Linux tells; 0: there is none. */
function usedBeside() {
	try {
		const children = `/proc/self/task/${String(process.pid)}/children`;
		const [child] = readFileSync(children, 'utf8').trim().split(' ');
		const status = readFileSync(`/proc/${child ?? ''}/status`, 'utf8');
		return Number(/VmRSS:\s*(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
	} catch {
		return 0;
	}
}

const rest = used();
const seen: number[] = [];
const beside: number[] = [];
const delay = monitorEventLoopDelay({ resolution: 1 });
const began = performance.now();
for (let place = 0; place < PICTURES; place += 1) {
	if (place === LOOP_OF) {
		delay.disable();
		const each = (performance.now() - began) / LOOP_OF;
		console.log(
			`event loop while ${String(LOOP_OF)} pictures are made: p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms, at most ${(delay.max / 1e6).toFixed(1)} ms; ${each.toFixed(0)} ms a picture`
		);
	}
	if (place === 0) delay.enable();
	await keep(place + 100);
	if (place % 100 === 99) {
		seen.push(used() - rest);
		beside.push(usedBeside());
	}
}
pictures.stop();
const listed = (all: number[]) => `${all.map((mb) => mb.toFixed(0)).join(' ')} MB`;
console.log(`memory over rest (${rest.toFixed(0)} MB) after each hundred: ${listed(seen)}`);
console.log(`the process beside it, which ends afterwards: ${listed(beside)}`);
rmSync(folder, { recursive: true });
