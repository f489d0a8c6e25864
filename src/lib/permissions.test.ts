import { expect, it } from 'vitest';
import { permissionsOf } from './permissions.ts';
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
		scope: 'instagram_business_manage_comments',
		sentence: 'You did not allow it. Reading and answering comments stays off.'
	});
	expect(rows[0]?.scope).toBeNull();
});

it('asks for nothing where Meta did not tell', () => {
	const rows = stateOf('instagram', { granted: null, missing: null });
	expect(new Set(rows.map(({ state, scope }) => `${state} ${String(scope)}`))).toEqual(
		new Set(['not_told null'])
	);
});

it('knows the names of the other login', () => {
	const rows = stateOf('facebook', { granted: ['instagram_basic'], missing: [] });
	expect(rows[0]?.state).toBe('allowed');
	expect(rows[3]?.scope).toBe('instagram_content_publish');
});
