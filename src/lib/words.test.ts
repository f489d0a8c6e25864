import { describe, expect, it } from 'vitest';
import type { ConnectionView, Cure, ProblemCode } from './view.ts';
import { byNeed, cardWords, consentHref, isRenewable, renewableFrom } from './words.ts';

const NOW = '2027-01-12T16:00:00.000Z';
const at = (days: number) => new Date(Date.parse(NOW) + days * 86_400_000).toISOString();

const healthy: ConnectionView = {
	id: 'c1',
	provider: 'instagram',
	account: {
		id: '17841400008460056',
		username: 'ada.draws',
		name: 'Ada Draws',
		accountType: 'creator',
		pictureUrl: null
	},
	status: 'healthy',
	problem: null,
	permissions: { granted: ['instagram_business_basic'], missing: [] },
	connectedAt: at(-20),
	issuedAt: at(-3),
	expiresAt: at(57),
	nextRefreshAt: at(4.2),
	lastRefreshAt: at(-3)
};

const ill = (
	status: ConnectionView['status'],
	code: ProblemCode,
	cure: Cure,
	over: Partial<ConnectionView> = {}
): ConnectionView => ({
	...healthy,
	...over,
	status,
	problem: { code, cure, sentence: 'What the server says.' }
});

describe('the words of a card', () => {
	it('healthy: when it was renewed, when next, and "Renew now"', () => {
		expect(cardWords(healthy, NOW, null)).toEqual({
			word: 'Healthy',
			tone: 'good',
			icon: 'check',
			sentence: 'Renewed 3 days ago, next in 4 days',
			action: { kind: 'renew', label: 'Renew now' },
			missing: null
		});
	});

	it('by Facebook Login is checked, not renewed', () => {
		const facebook = { ...healthy, provider: 'facebook', expiresAt: null } as const;
		expect(cardWords({ ...facebook, nextRefreshAt: at(1) }, NOW, null)).toMatchObject({
			sentence: 'Checked 3 days ago, next check in 1 day',
			action: { kind: 'renew', label: 'Check now' }
		});
		const fresh = { ...facebook, issuedAt: NOW, connectedAt: NOW, lastRefreshAt: null };
		expect(cardWords(fresh, NOW, null)).toMatchObject({
			sentence: 'Connected today, next check in 4 days',
			action: { label: 'Check now' }
		});
	});

	it('never renewed yet: nothing to press before 24 hours', () => {
		const fresh = {
			...healthy,
			connectedAt: at(-0.1),
			issuedAt: at(-0.1),
			nextRefreshAt: at(6.9),
			lastRefreshAt: null
		};
		const words = cardWords(fresh, NOW, null);
		expect(words.sentence).toBe('Connected today, first renewal in 7 days');
		expect(words.action).toBeNull();
		expect(isRenewable({ ...fresh, issuedAt: at(-1) }, NOW)).toBe(true);
	});

	it('imported: its end is told by the first renewal', () => {
		const imported = { ...healthy, connectedAt: NOW, expiresAt: null, lastRefreshAt: null };
		expect(cardWords({ ...imported, nextRefreshAt: at(1) }, NOW, null).sentence).toBe(
			'Connected today. End not known until tomorrow'
		);
	});

	it('machine was off: until the next renewal, and only where it was connected before', () => {
		const away = { from: at(-15), until: at(-3.001) };
		const sentence = 'Mooring was off from 28 Dec 2026 to 9 Jan; renewed on its return.';
		expect(cardWords(healthy, NOW, away).sentence).toBe(sentence);
		const renewedSince = { ...healthy, lastRefreshAt: at(-1) };
		expect(cardWords(renewedSince, NOW, away).sentence).toMatch(/^Renewed 1 day ago/);
		const connectedSince = { ...healthy, connectedAt: at(-3) };
		expect(cardWords(connectedSince, NOW, away).sentence).toMatch(/^Renewed/);
	});

	it.each([
		[ill('healthy', 'meta_not_answering', 'try_now'), 'Waiting for Meta', 'clock'],
		[ill('warning', 'meta_not_answering', 'try_now'), 'Waiting for Meta', 'clock'],
		[ill('healthy', 'rate_limited', 'none'), 'Waiting for Meta', 'clock'],
		[ill('healthy', 'cannot_reach_meta', 'try_now'), 'Waiting for Meta', 'clock'],
		[ill('warning', 'cannot_reach_meta', 'try_now'), 'Needs attention', 'alert'],
		[ill('warning', 'app_blocked', 'show_app_steps'), 'Needs attention', 'alert'],
		[ill('warning', 'running_out', 'try_now'), 'Needs attention', 'alert'],
		[ill('warning', 'not_a_tester', 'show_tester_steps'), 'Needs attention', 'alert'],
		[ill('needs_reconnect', 'password_changed', 'reconnect'), 'Needs you', 'alert'],
		[ill('locked', 'key_lost', 'show_key_steps'), 'Locked', 'lock']
	])('a problem: the sentence of the server under its word (%#)', (connection, word, icon) => {
		const words = cardWords(connection, NOW, null);
		expect(words).toMatchObject({ word, icon, sentence: 'What the server says.' });
	});

	it('waiting for Meta is never amber', () => {
		for (const status of ['healthy', 'warning'] as const) {
			expect(cardWords(ill(status, 'meta_not_answering', 'try_now'), NOW, null).tone).toBe('off');
		}
	});

	it('a declined permission is a small line: the good sentence and "Renew now" stay', () => {
		const missing = ['instagram_business_manage_comments'];
		const permissions = { granted: ['instagram_business_basic'], missing };
		const told = ill('healthy', 'permission_missing', 'allow', { permissions });
		const sentence = 'Comments are not allowed; everything else works.';
		const of: ConnectionView = {
			...told,
			problem: { code: 'permission_missing', cure: 'allow', sentence }
		};
		expect(cardWords(of, NOW, null)).toEqual({
			...cardWords(healthy, NOW, null),
			missing: {
				sentence: 'Comments are not allowed.',
				label: 'Allow Comments',
				href: `/auth/instagram/login?connection=c1&scopes=${missing.join()}`
			}
		});
		const two = [...missing, 'instagram_business_manage_insights'];
		const both = { ...of, permissions: { ...permissions, missing: two } };
		expect(cardWords(both, NOW, null).missing?.label).toBe('Allow them');
	});

	it('without the profile nothing is renewed: that stays the sentence of the card', () => {
		const permissions = { granted: [], missing: ['instagram_business_basic'] };
		const of = ill('healthy', 'permission_missing', 'allow', { permissions });
		expect(cardWords(of, NOW, null)).toMatchObject({
			sentence: 'What the server says.',
			action: { label: 'Allow' },
			missing: null
		});
	});

	it('each cure has its button', () => {
		const action = (cure: Cure, over: Partial<ConnectionView> = {}) =>
			cardWords(ill('warning', 'token_ended', cure, over), NOW, null).action;
		expect(action('none')).toBeNull();
		expect(action('try_now')).toEqual({ kind: 'renew', label: 'Try now' });
		expect(action('reconnect')).toMatchObject({
			label: 'Reconnect',
			href: '/auth/instagram/login?connection=c1',
			isMain: true,
			leavesMooring: true
		});
		const missing = ['instagram_business_manage_comments', 'instagram_business_content_publish'];
		expect(action('allow', { permissions: { granted: [], missing } })).toMatchObject({
			label: 'Allow',
			href: `/auth/instagram/login?connection=c1&scopes=${missing.join(',')}`
		});
		expect(action('show_app_steps')).toMatchObject({ href: '/connections/c1#steps' });
		expect(action('show_tester_steps')).toMatchObject({
			label: 'Show the steps',
			href: '/connections/c1#steps',
			leavesMooring: false
		});
	});

	it('disconnected: only "Connect again", whatever else is known', () => {
		const gone = ill('disconnected', 'expired', 'reconnect');
		expect(cardWords({ ...gone, problem: null }, NOW, null)).toMatchObject({
			word: 'Disconnected',
			tone: 'off',
			action: { label: 'Connect again', href: '/auth/instagram/login?connection=c1' }
		});
		expect(cardWords(gone, NOW, null).action).toMatchObject({ label: 'Connect again' });
	});
});

it('the cards stand in the order of need, each kind as it came', () => {
	const states = [
		healthy,
		{ ...ill('disconnected', 'expired', 'reconnect'), id: 'gone' },
		{ ...ill('healthy', 'rate_limited', 'none'), id: 'waiting' },
		{ ...ill('warning', 'running_out', 'try_now'), id: 'warning' },
		{ ...healthy, id: 'later' },
		{ ...ill('needs_reconnect', 'expired', 'reconnect'), id: 'dead' }
	];
	expect(byNeed(states).map(({ id }) => id)).toEqual([
		'dead',
		'warning',
		'waiting',
		'c1',
		'later',
		'gone'
	]);
});

it.each([
	[-0.1, 'You can renew by hand from tomorrow.'],
	[-0.9, 'You can renew by hand from 18:24.']
])('says from when it can be renewed by hand: %d days old', (age, sentence) => {
	expect(renewableFrom({ ...healthy, issuedAt: at(age) }, NOW, 'UTC')).toBe(sentence);
});

describe('consentHref', () => {
	it('names login, connection and scopes, and escapes the id', () => {
		expect(consentHref({ ...healthy, id: 'a&b', provider: 'facebook' }, ['instagram_basic'])).toBe(
			'/auth/facebook/login?connection=a%26b&scopes=instagram_basic'
		);
	});
});
