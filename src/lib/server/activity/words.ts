import { counted } from '../../format.ts';
import { TONES } from '../../ledger-words.ts';
import type { Outcome } from '../../view.ts';
import type { Tone } from '../../words.ts';
import { CAUSES, isCause } from '../problems/causes.ts';
import { causeIn } from '../problems/ledger-word.ts';
import type { ActivityKind } from '../audit/groups.ts';
import { type Line, nameIn } from './line.ts';
import { endedWhy, refusedWhy, revocationWords } from './reasons.ts';

/** What happened, in one plain sentence without its full stop. */
export type Words = { what: string; tone: Tone };

type Say = (line: Line) => Words;

const good = (what: string): Words => ({ what, tone: 'good' });
const quiet = (what: string): Words => ({ what, tone: 'off' });
const warn = (what: string): Words => ({ what, tone: 'warn' });
const bad = (what: string): Words => ({ what, tone: 'bad' });

const WORDS: Record<ActivityKind, Say> = {
	claimed: (line) => good(`Set this Mooring up as ${nameIn(line)}`),
	signed_in: (line) => good(signedInBy(line)),
	signed_out: ({ detail }) =>
		quiet(detail['everywhere'] === true ? 'Signed out everywhere' : 'Signed out'),
	sign_in_refused: ({ detail }) =>
		bad(`Sign-in refused: ${refusedWhy(detail['why'], detail['cause'])}`),
	sign_in_link_made: () => quiet('Made a sign-in link'),
	reauthenticated: (line) =>
		good(
			line.detail['by'] === 'passkey'
				? 'Confirmed with a passkey'
				: `Confirmed by signing in as ${nameIn(line)}`
		),
	session_ended: () => quiet('Ended a session'),
	passkey_added: () => quiet('Added a passkey'),
	passkey_removed: () => quiet('Removed a passkey'),
	connected: (line) => good(`Connected ${nameIn(line)}`),
	reconnected: (line) =>
		line.detail['kept'] === 'stored'
			? good(`Came back for ${nameIn(line)}; its token that may do more stayed`)
			: good(`Connected ${nameIn(line)} again`),
	connect_refused: ({ detail }) =>
		bad(`Not connected: ${refusedWhy(detail['why'], detail['cause'])}`),
	connection_ended: (line) => bad(`${nameIn(line)} needs you: ${endedWhy(line.detail['cause'])}`),
	disconnected: (line) => quiet(`Disconnected ${nameIn(line)}; ${revocationWords(line.detail)}`),
	card_removed: (line) => quiet(`Removed the card of ${nameIn(line)}`),
	renewal: renewalWords,
	deauthorized: (line) => warn(`${nameIn(line)} needs you: ${endedWhy('app_removed')}`),
	data_deletion: ({ creatorId }) =>
		creatorId === null
			? quiet('Asked to delete the data of somebody who is not known here')
			: warn('Had the data of an account deleted'),
	callbacks_unknown: ({ detail }) => {
		const times = Number(detail['count'] ?? 1);
		const often = times > 1 ? ` ${String(times)} times` : '';
		return warn(`Came back from Meta${often} without having started here`);
	},
	invitation_made: () => quiet('Made an invitation'),
	invitation_revoked: () => quiet('Took an invitation back'),
	invitation_accepted: (line) => good(`Came in by invitation as ${nameIn(line)}`),
	creator_removed: ({ detail }) =>
		warn(detail['by'] === 'self' ? 'Deleted their own data and left' : 'Removed a creator'),
	settings_changed: ({ detail }) => quiet(`Changed settings: ${String(detail['names'])}`),
	master_key_changed: () => good('Sealed everything anew with a new master key'),
	master_key_accepted: ({ detail }) =>
		warn(
			`Went on with another master key; ${counted(Number(detail['lost'] ?? 0), 'connection')} had to be given up`
		),
	export_made: ({ detail }) =>
		detail['what'] === 'everything'
			? warn('Exported everything that is stored')
			: quiet('Downloaded the activity'),
	alert_failed: ({ detail }) => bad(`Gave up telling by ${String(detail['kind'])}: nobody took it`),
	key_made: (line) => good(`Made ${keyIn(line)}`),
	key_revoked: (line) => quiet(`Revoked ${keyIn(line)}`),
	token_taken: (line) => warn(`Took the token of ${nameIn(line)}`),
	graph_write: graphWriteWords,
	publish_settled: (line) =>
		quiet(
			line.detail['seen'] === 'it is there'
				? `Saw that an unclear post of ${nameIn(line)} is there`
				: `Saw that an unclear post of ${nameIn(line)} is not there`
		),
	feed_made: (line) => good(`Made a feed of ${nameIn(line)}`),
	feed_changed: (line) =>
		quiet(`${CHANGES[String(line.detail['what'])] ?? 'Changed'} a feed of ${nameIn(line)}`),
	feed_deleted: (line) => warn(`Deleted a feed of ${nameIn(line)}`)
};

export const wordsOf = (line: Line): Words =>
	isKnown(line.kind) ? WORDS[line.kind](line) : quiet(line.kind.replaceAll('_', ' '));

const isKnown = (kind: string): kind is ActivityKind => Object.hasOwn(WORDS, kind);

/** The key of a line in its sentence; its name goes with its creator. */
const keyIn = ({ detail }: Line) =>
	typeof detail['keyName'] === 'string' ? `the key “${detail['keyName']}”` : 'a key';

/** What was changed of a feed. */
const CHANGES: Readonly<Record<string, string>> = {
	on: 'Switched on',
	off: 'Switched off',
	address: 'Changed the address of'
};

/** By the row of the relay's table that the call took. */
const WRITES: Readonly<Record<string, string>> = {
	comment: 'Commented on a post of',
	reply: 'Answered a comment on a post of',
	moderate: 'Hid or showed comments of',
	'delete-comment': 'Deleted a comment on a post of',
	container: 'Prepared a post for',
	publish: 'Published a post of'
};

/** What a program wrote at Meta, or tried to. */
function graphWriteWords(line: Line): Words {
	const { row, status } = line.detail;
	const done = WRITES[String(row)] ?? 'Wrote something for';
	const what = `${done} ${nameIn(line)}`;
	if (typeof status === 'number' && status >= 200 && status < 300) return good(what);
	return warn(`${what}: ${status === null ? 'no answer came' : `Meta answered ${String(status)}`}`);
}

function signedInBy(line: Line) {
	if (line.detail['by'] === 'link') return 'Signed in by a link';
	if (line.detail['by'] === 'passkey') return 'Signed in with a passkey';
	return `Signed in as ${nameIn(line)}`;
}

/** Every kind that there are words for. */
export const KINDS = Object.keys(WORDS) as ActivityKind[];

/** What came of a renewal, in one plain sentence. */
export function renewalWords(line: Line): Words {
	const name = nameIn(line);
	const outcome = line.detail['outcome'] as Outcome;
	const tone = TONES[outcome];
	const code = typeof line.detail['code'] === 'string' ? line.detail['code'] : null;
	const cause = isCause(line.detail['cause']) ? line.detail['cause'] : null;
	const verb = line.detail['isCheck'] === true ? 'check' : 'renew';
	switch (outcome) {
		case 'connected':
		case 'renewed':
			return { what: `Renewed ${name}`, tone };
		case 'checked':
			return { what: `Checked ${name}: it works`, tone };
		case 'skipped':
			return { what: `Did not ${verb} ${name}: ${skippedWhy(code)}`, tone };
		case 'transient':
		case 'rejected': {
			const why = CAUSES[causeIn({ outcome, code, cause })].activity;
			return { what: `Tried to ${verb} ${name}: ${why}`, tone };
		}
	}
}

const skippedWhy = (code: string | null) =>
	code === 'not_configured' ? 'its login is not set up' : 'the key in use does not open its token';
