import { describe, expect, it } from 'vitest';
import {
	ACCOUNT,
	APP_SCOPED,
	byPages,
	choose,
	NODE,
	outcome,
	ownLogin
} from '../../../../tests/support/relay-call.ts';
import { ToolRefusal } from '../keys/tool-refusal.ts';
import type { Reached } from './account-in-path.ts';
import { readPath } from './path.ts';
import { allowedMethods } from './path-shapes.ts';
import { chooseForKeyAgain } from './target.ts';

const refusal = (facts: Partial<ToolRefusal>) => expect.objectContaining(facts) as ToolRefusal;

describe('a path', () => {
	it.each([
		['GET', '/me/comments', 'path_not_allowed'],
		['GET', '/me/children', 'path_not_allowed'],
		['GET', `/${ACCOUNT}/comments`, 'path_not_allowed'],
		['POST', `/${ACCOUNT}/comments`, 'path_not_allowed'],
		['GET', `/${NODE}/media`, 'not_found'],
		['GET', `/${NODE}/stories`, 'not_found'],
		['POST', `/${NODE}/media_publish`, 'not_found'],
		['GET', '/17841499999999999', 'not_found'],
		['GET', '/17841499999999999/insights', 'not_found'],
		['POST', '/me', 'method_not_allowed'],
		['DELETE', '/me', 'method_not_allowed'],
		['DELETE', `/${ACCOUNT}`, 'method_not_allowed'],
		['POST', `/${ACCOUNT}`, 'method_not_allowed'],
		['POST', `/${APP_SCOPED}`, 'method_not_allowed'],
		['POST', '/me/stories', 'method_not_allowed'],
		['GET', '/me/media_publish', 'method_not_allowed'],
		['PUT', `/${NODE}`, 'method_not_allowed'],
		['TRACE', '/me', 'method_not_allowed'],
		['get', '/me', 'method_not_allowed'],
		['OPTIONS', '/me', 'method_not_allowed'],
		['PUT', '/me/tags', 'path_not_allowed'],
		['GET', '/ada.draws', 'path_not_allowed'],
		['GET', '/ada.draws/media', 'path_not_allowed'],
		['GET', '/Me', 'path_not_allowed'],
		['GET', '/me/Media', 'path_not_allowed'],
		['GET', `/${'1'.repeat(33)}`, 'path_not_allowed'],
		['GET', '/1_2_3', 'path_not_allowed'],
		['GET', '/_1', 'path_not_allowed'],
		['GET', '/-1', 'path_not_allowed'],
		['GET', '/1e3', 'path_not_allowed'],
		['GET', '/me/media/1', 'path_not_allowed'],
		['GET', '/v25.0/connections/x/me', 'path_not_allowed'],
		['GET', '/connections', 'path_not_allowed'],
		['GET', '/connections/x', 'path_not_allowed'],
		['GET', '/connections/x/me', 'not_found'],
		['GET', '/', 'path_not_allowed'],
		['POST', '/', 'path_not_allowed'],
		['POST', '/v25.0', 'path_not_allowed'],
		['GET', '/evil.com', 'path_not_allowed'],
		['GET', '//evil.com', 'path_not_allowed'],
		['GET', '/.evil.com', 'path_not_allowed'],
		['GET', '/constructor', 'path_not_allowed'],
		['GET', '/me/__proto__', 'path_not_allowed'],
		['GET', '/{a}', 'path_malformed'],
		['HEAD', '/me/media', 'media'],
		['HEAD', `/${NODE}`, 'node']
	])('%s %s: %s', (method, path, expected) => {
		expect(outcome(method, path)).toBe(expected);
	});

	it('has the methods of its rows', () => {
		const all = ['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS'];
		expect(allowedMethods(['me'])).toEqual(['GET', 'HEAD', 'OPTIONS']);
		expect(allowedMethods([NODE])).toEqual(all);
		expect(allowedMethods(['me', 'media'])).toEqual(['GET', 'HEAD', 'POST', 'OPTIONS']);
		expect(allowedMethods(['me', 'media_publish'])).toEqual(['POST', 'OPTIONS']);
		expect(allowedMethods(['refresh_access_token'])).toEqual(['GET', 'HEAD', 'OPTIONS']);
		expect(() => allowedMethods(['tags'])).toThrow(refusal({ code: 'path_not_allowed' }));
	});

	it('tells them with its refusal, of an account those of an account', () => {
		expect(() => choose('PUT', `/${NODE}`)).toThrow(
			refusal({ allow: ['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS'] })
		);
		expect(() => choose('DELETE', `/${ACCOUNT}`)).toThrow(
			refusal({ allow: ['GET', 'HEAD', 'OPTIONS'] })
		);
	});
});

describe('what is refused by design', () => {
	it.each([
		'oauth/access_token',
		'OAuth/Access_Token',
		'debug_token',
		'me/permissions',
		'me/subscribed_apps',
		'123/subscriptions',
		'search',
		'ig_hashtag_search',
		'business_discovery',
		'me/messages',
		'me/conversations',
		'me/mentions'
	])('%s is so by any method, for any key', (path) => {
		for (const method of ['GET', 'POST', 'DELETE', 'PUT', 'HEAD']) {
			expect(outcome(method, `/${path}`)).toBe('path_not_allowed');
			expect(outcome(method, `/v25.0/${path}`, [ownLogin], [])).toBe('path_not_allowed');
			expect(outcome(method, `/connections/unknown/${path}`)).toBe('path_not_allowed');
		}
	});

	it('is known before the action, the connection and the method are asked for', () => {
		for (const name of [
			'ids',
			'Method',
			'callback',
			'include_headers',
			'upload_type',
			'batch[0]'
		]) {
			expect(outcome('PUT', '/connections/unknown/me', [ownLogin], [], [name])).toBe(
				'path_not_allowed'
			);
		}
	});
});

describe('a key with several connections', () => {
	const both = [ownLogin, byPages];
	it.each([
		'/me',
		'/me/media',
		'/me/accounts',
		`/${NODE}`,
		`/${NODE}/comments`,
		`/${ACCOUNT}/media`
	])('needs to say which one is meant: %s', (path) => {
		expect(outcome('GET', path, both)).toBe('connection_needed');
		expect(outcome('GET', `/connections/${byPages.id}${path}`, both)).not.toMatch(/needed/);
	});

	it('says so by an app-scoped id, which one login has alone', () => {
		expect(choose('GET', `/${APP_SCOPED}/media`, both).connection).toBe(ownLogin);
	});

	it('hears the same of a connection that is not its own and of one that is none', () => {
		const told = [byPages.id, 'unknown'].map((id) => {
			try {
				return choose('GET', `/connections/${id}/me`, [ownLogin]);
			} catch (error) {
				return error instanceof ToolRefusal && { ...error, message: error.message };
			}
		});
		expect(told[0]).toEqual(told[1]);
		expect(told[0]).toMatchObject({ code: 'not_found', status: 404 });
	});
});

describe('a program that asks for a fresh token', () => {
	const ask = (
		path: string,
		connections: Reached[],
		method = 'GET',
		parameterNames: string[] = []
	) => chooseForKeyAgain({ path: readPath(path), method, parameterNames }, connections);

	it('asks for a connection', () => {
		for (const path of [
			'/refresh_access_token',
			'/v25.0/access_token',
			`/connections/${ownLogin.id}/refresh_access_token`
		]) {
			expect(ask(path, [ownLogin])).toBe(ownLogin);
		}
	});

	it('asks for one of several only by connections/ID', () => {
		const both = [ownLogin, byPages];
		expect(() => ask('/refresh_access_token', both)).toThrow(
			refusal({ code: 'connection_needed' })
		);
		expect(ask(`/connections/${byPages.id}/access_token`, both)).toBe(byPages);
	});

	it('asks by GET', () => {
		expect(() => ask('/access_token', [ownLogin], 'POST')).toThrow(
			refusal({ code: 'method_not_allowed', allow: ['GET', 'HEAD', 'OPTIONS'] })
		);
	});

	it('asks for nothing else', () => {
		for (const path of [
			'/me',
			'/oauth/access_token',
			'/me/access_token',
			'/access_token/me',
			'/Access_Token'
		]) {
			expect(ask(path, [ownLogin])).toBeNull();
		}
		expect(outcome('GET', '/refresh_access_token')).toBe('path_not_allowed');
		expect(() => ask('/access_token', [ownLogin], 'GET', ['method'])).toThrow(
			refusal({ code: 'path_not_allowed' })
		);
	});
});
