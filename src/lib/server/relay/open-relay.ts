import { deadReports } from '../renewal/dead-reports.ts';
import type { Call, Relayed } from './call.ts';
import type { RelayDeps } from './deps.ts';
import type { ReaderOf } from './publish/job.ts';
import { readerOf } from './reader.ts';
import { relay } from './relay.ts';

/** The relay of the running app. */
export type Relay = {
	/** Answers a call of a program. @throws ToolRefusal */
	answer(call: Call): Promise<Relayed>;
	/** For the job that looks for publishes of which nobody knows what became. */
	readerOf: ReaderOf;
};

/** @param simulator where pictures of practice mode are, which Meta itself could never fetch */
export function openRelay(
	parts: Omit<RelayDeps, 'reportDead' | 'isAllowedPicture'>,
	simulator: string | null
): Relay {
	const deps: RelayDeps = {
		...parts,
		reportDead: deadReports(parts.renewal),
		isAllowedPicture: ({ origin }) => origin === simulator
	};
	return { answer: (call) => relay(deps, call), readerOf: readerOf(deps) };
}
