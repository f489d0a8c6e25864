import type { ActionId } from './actions.ts';

/** What a program may ask of Mooring itself: behind `/api/v1`, by GET alone. */
export type ApiRow = {
	id: 'key' | 'connections' | 'connection' | 'refreshes' | 'token' | 'openapi';
	/** `{connection}` is a connection's id. */
	path: string;
	/** The action that opens it; `any`: every key does; `public`: no key is needed. */
	opens: ActionId | 'any' | 'public';
	words: string;
};

export const API_ROWS: readonly ApiRow[] = [
	{
		id: 'key',
		path: '/key',
		opens: 'any',
		words: 'The key itself: the call to test a set-up with.'
	},
	{ id: 'connections', path: '/connections', opens: 'any', words: 'The connections of the key.' },
	{
		id: 'connection',
		path: '/connections/{connection}',
		opens: 'any',
		words: 'One connection: its account, and whether it is well.'
	},
	{
		id: 'refreshes',
		path: '/connections/{connection}/refreshes',
		opens: 'any',
		words: 'The last hundred attempts to renew it, the newest first.'
	},
	{
		id: 'token',
		path: '/connections/{connection}/token',
		opens: 'token.read',
		words: 'The Instagram token itself, for who must hold it; each time is written down.'
	},
	{ id: 'openapi', path: '/openapi.json', opens: 'public', words: 'This document.' }
];
