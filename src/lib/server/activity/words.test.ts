import { describe, expect, it } from 'vitest';
import { GROUPS } from '../audit/groups.ts';
import type { Line } from './line.ts';
import { whoIn } from './view.ts';
import { KINDS, wordsOf } from './words.ts';

const line = (more: Partial<Line>): Line => ({
	source: 'audit',
	id: 1,
	at: 1,
	kind: 'signed_in',
	creatorId: 'ada',
	connectionId: null,
	username: 'ada.draws',
	detail: {},
	address: '192.0.2.7',
	...more
});
const said = (kind: string, detail: Line['detail'] = {}, username: string | null = 'ada.draws') =>
	wordsOf(line({ kind, detail, username })).what;
const renewal = (outcome: string, code: string | null = null) =>
	wordsOf(
		line({ source: 'ledger', kind: 'renewal', detail: { outcome, code, trigger: 'schedule' } })
	);

describe('the words of the activity', () => {
	it.each([
		['claimed', {}, 'Set this Mooring up as @ada.draws'],
		['signed_in', { username: 'ada.draws' }, 'Signed in as @ada.draws'],
		['signed_in', { by: 'link' }, 'Signed in by a link'],
		['signed_in', { by: 'passkey' }, 'Signed in with a passkey'],
		['reauthenticated', { by: 'passkey' }, 'Confirmed with a passkey'],
		['passkey_added', {}, 'Added a passkey'],
		['passkey_removed', {}, 'Removed a passkey'],
		[
			'sign_in_refused',
			{ why: 'passkey_refused' },
			'Sign-in refused: the passkey was not accepted'
		],
		['signed_out', { everywhere: true }, 'Signed out everywhere'],
		['sign_in_refused', { why: 'stranger' }, 'Sign-in refused: a stranger'],
		['sign_in_refused', { why: 'something_new' }, 'Sign-in refused: something new'],
		['connected', {}, 'Connected @ada.draws'],
		['reconnected', {}, 'Connected @ada.draws again'],
		['connect_refused', { why: 'meta_unreachable' }, 'Not connected: Meta did not answer'],
		[
			'connect_refused',
			{ why: 'meta_refused', cause: 'app_secret' },
			'Not connected: the secret of the Meta app is not accepted'
		],
		['connect_refused', { why: 'meta_refused', cause: 'refused' }, 'Not connected: Meta refused'],
		[
			'connection_ended',
			{ cause: 'password_changed' },
			'@ada.draws needs you: the password was changed'
		],
		[
			'disconnected',
			{ revocation: 'revoked' },
			'Disconnected @ada.draws; Meta confirmed the revocation'
		],
		[
			'disconnected',
			{ revocation: 'refused', fact: 'nothing_left' },
			"Disconnected @ada.draws; Mooring was removed in the account's settings before, so there was nothing to revoke"
		],
		['deauthorized', {}, "@ada.draws needs you: Mooring was removed in the account's settings"],
		['callbacks_unknown', { count: 3 }, 'Came back from Meta 3 times without having started here'],
		['callbacks_unknown', { count: 1 }, 'Came back from Meta without having started here'],
		['settings_changed', { names: 'ORIGIN, PORT' }, 'Changed settings: ORIGIN, PORT'],
		['creator_removed', { by: 'self' }, 'Deleted their own data and left'],
		['key_made', { keyName: 'n8n' }, 'Made the key “n8n”'],
		['key_revoked', {}, 'Revoked a key'],
		['token_taken', { keyName: 'n8n' }, 'Took the token of @ada.draws'],
		['graph_write', { row: 'publish', status: 200 }, 'Published a post of @ada.draws'],
		['publish_settled', { seen: 'it is there' }, 'Saw that an unclear post of @ada.draws is there'],
		[
			'publish_settled',
			{ seen: 'it is not there' },
			'Saw that an unclear post of @ada.draws is not there'
		],
		[
			'graph_write',
			{ row: 'reply', status: 400 },
			'Answered a comment on a post of @ada.draws: Meta answered 400'
		],
		[
			'graph_write',
			{ row: 'something_new', status: null },
			'Wrote something for @ada.draws: no answer came'
		]
	])('%s %j', (kind, detail, sentence) => {
		expect(said(kind, detail as Line['detail'])).toBe(sentence);
	});

	it('tell whose data Meta had deleted, and whose were never here', () => {
		const deletion = (creatorId: string | null) =>
			wordsOf(line({ kind: 'data_deletion', creatorId })).what;
		expect(deletion('ada')).toBe('Had the data of an account deleted');
		expect(deletion(null)).toContain('not known here');
	});

	it('name no account where none is known', () => {
		expect(said('card_removed', {}, null)).toBe('Removed the card of an account');
	});

	it('show a kind that is not known yet as it is', () => {
		expect(said('moon_landed')).toBe('moon landed');
		expect(said('constructor')).toBe('constructor');
	});

	it('tell what came of a renewal', () => {
		expect(renewal('renewed')).toEqual({ what: 'Renewed @ada.draws', tone: 'good' });
		expect(renewal('checked').what).toBe('Checked @ada.draws: it works');
		expect(renewal('transient', 'timeout')).toEqual({
			what: 'Tried to renew @ada.draws: no answer, trying again',
			tone: 'warn'
		});
		expect(renewal('rejected', '190/458')).toEqual({
			what: "Tried to renew @ada.draws: Mooring was removed in the account's settings",
			tone: 'bad'
		});
		for (const code of ['80001', '80002', '341', '368', '9/2207042']) {
			expect(renewal('transient', code).what).toBe(
				'Tried to renew @ada.draws: Meta asked us to slow down'
			);
		}
		expect(renewal('skipped', 'unreadable').tone).toBe('off');
	});

	it('call a check a check, whatever came of it', () => {
		const check = (outcome: string, code: string | null) =>
			wordsOf(line({ kind: 'renewal', detail: { outcome, code, isCheck: true } })).what;
		expect(check('rejected', '190/460')).toBe(
			'Tried to check @ada.draws: the password was changed'
		);
		expect(check('skipped', 'not_configured')).toBe(
			'Did not check @ada.draws: its login is not set up'
		);
	});

	it('exist for every kind of every group, and each kind is in one', () => {
		const grouped = new Set<string>(Object.values(GROUPS).flat());
		expect([...grouped].sort()).toEqual([...KINDS].sort());
	});
});

describe('who did it', () => {
	it.each([
		['You', {}],
		['@bo.bakes', { kind: 'invitation_accepted', creatorId: 'bo', username: 'bo.bakes' }],
		['Somebody', { kind: 'sign_in_refused', creatorId: null }],
		['You', { kind: 'connect_refused' }],
		['Mooring', { kind: 'renewal', detail: { trigger: 'schedule' } }],
		['You', { kind: 'renewal', detail: { trigger: 'manual' } }],
		['Meta', { kind: 'deauthorized' }],
		['Mooring', { kind: 'connection_ended' }],
		['Mooring', { kind: 'settings_changed', creatorId: null }],
		['The terminal', { kind: 'sign_in_link_made' }],
		['The terminal', { kind: 'key_made', detail: { by: 'terminal' } }],
		['You', { kind: 'key_made', detail: { keyName: 'n8n' } }],
		['The key “n8n”', { kind: 'graph_write', detail: { keyName: 'n8n' } }],
		['A key', { kind: 'token_taken' }],
		['A creator', { kind: 'creator_removed', creatorId: null }],
		['You', { kind: 'creator_removed' }]
	])('%s: %j', (who, more) => {
		expect(whoIn(line(more as Partial<Line>), 'ada')).toBe(who);
	});
});
