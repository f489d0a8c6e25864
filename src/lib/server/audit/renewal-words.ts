import { metaCode, TONES } from '../../ledger-words.ts';
import type { Outcome } from '../../view.ts';
import { CAUSES, isCause } from '../problems/causes.ts';
import { causeIn } from '../problems/ledger-word.ts';
import { type Line, nameIn } from './line.ts';
import type { Words } from './words.ts';

/** What came of a renewal, in one plain sentence. */
export function renewalWords(line: Line): Words {
	const name = nameIn(line);
	const outcome = line.detail['outcome'] as Outcome;
	const tone = TONES[outcome];
	const code = typeof line.detail['code'] === 'string' ? line.detail['code'] : null;
	const cause = isCause(line.detail['cause']) ? line.detail['cause'] : null;
	switch (outcome) {
		case 'connected':
		case 'renewed':
			return { what: `Renewed ${name}`, tone };
		case 'checked':
			return { what: `Checked ${name}: it works`, tone };
		case 'skipped':
			return { what: `Did not renew ${name}: ${skippedWhy(code)}`, tone };
		case 'transient':
		case 'rejected': {
			const shown = metaCode(outcome, code);
			const why = CAUSES[causeIn({ outcome, code, cause })].activity;
			const told = shown === null ? why : `${why} (code ${shown})`;
			return { what: `Tried to renew ${name}: ${told}`, tone };
		}
	}
}

const skippedWhy = (code: string | null) =>
	code === 'not_configured' ? 'its login is not set up' : 'the key in use does not open its token';
