import { saidIn } from '../../ledger-words.ts';
import type { Outcome, Trigger } from '../../view.ts';
import { type Line, nameIn } from './line.ts';
import type { Words } from './words.ts';

/** What came of a renewal, in one plain sentence. */
export function renewalWords(line: Line): Words {
	const name = nameIn(line);
	const outcome = line.detail['outcome'] as Outcome;
	const code = typeof line.detail['code'] === 'string' ? line.detail['code'] : null;
	switch (outcome) {
		case 'connected':
		case 'renewed':
			return { what: `Renewed ${name}`, tone: 'good' };
		case 'checked':
			return { what: `Checked ${name}: it works`, tone: 'good' };
		case 'skipped':
			return { what: `Did not renew ${name}: ${skippedWhy(code)}`, tone: 'off' };
		case 'transient':
		case 'rejected': {
			const said = saidIn({ ...UNTOLD, trigger: line.detail['trigger'] as Trigger, outcome, code });
			const told = said.code === null ? said.word : `${said.word} (code ${said.code})`;
			return { what: `Tried to renew ${name}: ${lowerFirst(told)}`, tone: said.tone };
		}
	}
}

const skippedWhy = (code: string | null) =>
	code === 'not_configured' ? 'its login is not set up' : 'the key in use does not open its token';

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** What the words do not depend on. */
const UNTOLD = { at: '', expiresBefore: null, expiresAfter: null, nextDueAt: null };
