import { rowsPrinted } from './printed.ts';
import type { Row } from './rows.ts';

type Part = {
	/** Packages that are installed on demand. */
	needs?: string[];
	rows(): Promise<Row[]>;
};

/** All that is measured, by the name that `npm run bench -- NAME` asks for; loaded when it runs. */
export const PARTS: Record<string, Part> = {
	session: {
		needs: ['autocannon', 'better-auth'],
		rows: async () => (await import('./session.ts')).sessionRows()
	},
	pages: {
		needs: ['autocannon'],
		rows: async () => (await import('./pages.ts')).pageRows()
	},
	connect: { rows: async () => (await import('./connect.ts')).connectRows() },
	sweep: { rows: async () => (await import('./sweep.ts')).sweepRows() },
	disk: { rows: async () => (await import('./disk.ts')).diskRows() },
	million: { rows: async () => (await import('./million.ts')).millionRows() },
	tables: { rows: async () => (await import('./tables.ts')).tableRows() },
	seal: { rows: async () => (await import('./seal.ts')).sealRows() },
	start: { rows: async () => (await import('./start.ts')).startRows() },
	memory: {
		needs: ['autocannon'],
		rows: async () => (await import('./memory.ts')).memoryRows()
	},
	weight: { rows: async () => (await import('./weight.ts')).weightRows() },
	lighthouse: {
		needs: ['lighthouse'],
		rows: async () => (await import('./scores.ts')).lighthouseRows()
	},
	relay: { rows: async () => (await import('./relay.ts')).relayRows() },
	'feed-load': {
		needs: ['autocannon'],
		rows: async () => (await import('./feed-load.ts')).feedLoadRows()
	},
	feed: { rows: () => rowsPrinted(() => import('./feed.ts')) },
	pictures: { rows: () => rowsPrinted(() => import('./pictures.ts')) }
};
