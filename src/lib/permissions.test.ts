import { expect, it } from 'vitest';
import { permissionsOf, purposesIn } from './permissions.ts';
import type { ConnectionView } from './view.ts';

const stateOf = (
	provider: ConnectionView['provider'],
	permissions: ConnectionView['permissions']
) => permissionsOf({ provider, permissions } as ConnectionView);

it('tells allowed, declined and not asked apart', () => {
	const rows = stateOf('instagram', {
		granted: ['instagram_business_basic', 'instagram_business_manage_insights'],
		missing: ['instagram_business_manage_comments']
	});
	expect(rows.map(({ name, state }) => `${name}: ${state}`)).toEqual([
		'Profile and posts: allowed',
		'Insights: allowed',
		'Comments: declined',
		'Publishing: not_asked',
		'Messages: not_asked'
	]);
	expect(rows[2]).toMatchObject({
		scopes: ['instagram_business_manage_comments'],
		sentence: 'You did not allow it. Reading and answering comments stays off.'
	});
	expect(rows[0]?.scopes).toBeNull();
});

it('calls not asked what the latest sign-in did not ask for, though it was missing', () => {
	const comments = 'instagram_business_manage_comments';
	const permissions = { granted: ['instagram_business_basic'], missing: [comments] };
	const [, , row] = permissionsOf({ provider: 'instagram', permissions } as ConnectionView, [
		comments
	]);
	expect(row).toEqual({
		name: 'Comments',
		state: 'not_asked',
		sentence: 'The latest sign-in did not ask for it. Reading and answering comments stays off.',
		scopes: [comments]
	});
});

it('asks for nothing where Meta did not tell', () => {
	const rows = stateOf('instagram', { granted: null, missing: null });
	expect(new Set(rows.map(({ state, scopes }) => `${state} ${String(scopes)}`))).toEqual(
		new Set(['not_told null'])
	);
});

it('knows the names of the other login', () => {
	const basic = ['instagram_basic', 'pages_show_list', 'pages_read_engagement'];
	const rows = stateOf('facebook', { granted: basic, missing: [] });
	expect(rows[0]?.state).toBe('allowed');
	expect(rows[3]?.scopes).toEqual(['instagram_content_publish']);
	expect(rows.map(({ name }) => name)).not.toContain('Business portfolio');
});

it('takes a purpose of several scopes for declined when one of them is', () => {
	const [first] = stateOf('facebook', {
		granted: ['instagram_basic', 'pages_show_list'],
		missing: ['pages_read_engagement']
	});
	expect(first).toMatchObject({ state: 'declined', scopes: ['pages_read_engagement'] });
});

it('shows the portfolio only where it was asked for', () => {
	const rows = stateOf('facebook', { granted: ['business_management'], missing: [] });
	expect(rows.at(-1)).toMatchObject({ name: 'Business portfolio', state: 'allowed' });
});

it('names the purposes of scopes, each once', () => {
	expect(purposesIn(['pages_show_list', 'instagram_basic', 'something_new'])).toEqual([
		'Profile and posts',
		'something_new'
	]);
});
