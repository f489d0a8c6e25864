import { expect, it } from 'vitest';
import { ToolRefusal } from '../keys/tool-refusal.ts';
import { refuseByDesign } from './refused.ts';

const refusal = expect.objectContaining({ code: 'path_not_allowed', status: 403 }) as ToolRefusal;

it.each([
	'oauth/access_token',
	'oauth/authorize',
	'oauth',
	'debug_token',
	'me/permissions',
	'1/permissions/instagram_basic',
	'1/subscribed_apps',
	'1/subscriptions',
	'search',
	'ig_hashtag_search',
	'business_discovery',
	'1/business_discovery',
	'1/messages',
	'1/conversations',
	'me/mentions'
])('%s is not relayed, in any case of letters', (path) => {
	for (const written of [path, path.toUpperCase()]) {
		expect(() => refuseByDesign(written.split('/'), [])).toThrow(refusal);
	}
});

it('nor is the root, where batches are sent', () => {
	expect(() => refuseByDesign([], [])).toThrow(refusal);
});

it.each(['ids', 'method', 'callback', 'include_headers', 'upload_type', 'batch'])(
	'nor a call with the parameter %s',
	(name) => {
		for (const written of [name, name.toUpperCase(), `${name}[]`, `${name}[0][x]`, ` ${name}`]) {
			expect(() => refuseByDesign(['me'], ['fields', written]), written).toThrow(refusal);
		}
	}
);

it('what only looks alike goes on to be judged', () => {
	expect(() =>
		refuseByDesign(['me', 'media'], ['fields', 'idset', 'methods', 'xids', 'media_type'])
	).not.toThrow();
});
