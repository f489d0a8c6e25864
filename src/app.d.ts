import type { IncomingMessage } from 'node:http';
import type { ProvedBy } from '$lib/server/database/creator-tables.ts';
import type { ErrorCode } from '$lib/server/errors.ts';
import type { Asked } from '$lib/server/http/worlds.ts';

declare global {
	/** Set by vite.config.ts from package.json. */
	const __MOORING_VERSION__: string;

	namespace App {
		interface Error {
			message: string;
			code: ErrorCode;
			requestId: string;
		}
		interface Locals {
			requestId: string;
			/** Logs an error that nobody expected, under this request's id. */
			report: (error: unknown) => void;
			/** Who is signed in, the hash of the session that says so, and when and how they last proved it. */
			session: {
				creatorId: string;
				hash: string;
				reauthenticatedAt: number | null;
				provedBy: ProvedBy | null;
			} | null;
			/** The status of a page that explains a failure; 200 where nothing is set. */
			pageStatus?: number;
			/** Leaves this request out of the log: one of many that say the same. */
			isUnlogged?: boolean;
			/** What a program asked for, and the origin by which it came; unset for browsers. */
			asked?: Asked;
			originAsked?: URL;
		}
		/** What the adapter hands on of Node's server; in development there is none. */
		interface Platform {
			req: IncomingMessage;
		}
	}
}

export {};
