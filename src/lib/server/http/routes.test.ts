import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ANY_HOST } from '../../../../bin/server/http-server.mjs';
import { decidedRoutes, PROBES, routeOf, whoMay } from './routes.ts';

const ROUTES = join(import.meta.dirname, '../../../routes');

/** The ids of all routes, as Kit forms them from the folders. */
const routeIds = () =>
	new Set(
		readdirSync(ROUTES, { recursive: true, encoding: 'utf8' })
			.filter((name) => /(^|[/\\])\+(page\.svelte|server\.[jt]s)$/.test(name))
			.map((name) => join('/', dirname(name)))
	);

describe('the table of routes', () => {
	it('has a row for every route (see routes.ts: without one it is a 404)', () => {
		const routes = [...routeIds()];
		expect(routes.length).toBeGreaterThan(20);
		expect(routes.filter((id) => whoMay(id) === undefined)).toEqual([]);
	});

	it('has no row for a route that is gone', () => {
		const routes = routeIds();
		expect(decidedRoutes().filter((id) => !routes.has(id))).toEqual([]);
	});

	it('has as probes what the server in front answers under any Host', () => {
		expect(PROBES.toSorted()).toEqual(ANY_HOST.toSorted());
	});

	it.each(['/nowhere', '__proto__', 'constructor', ''])('knows nothing of %j', (id) => {
		expect(whoMay(id)).toBeUndefined();
	});

	it('opens everything of a creator to creators only', () => {
		const open = decidedRoutes().filter((id) => whoMay(id) === 'public');
		expect(
			open.filter((id) => /^\/(api\/(?!\[|sign-in)|connections|settings|activity|tools)/.test(id))
		).toEqual([]);
	});

	it('takes forms where a page has actions, and nowhere else', () => {
		const takesForms = (id: string) => routeOf(id)?.methods.includes('POST') === true;
		const hasActions = (id: string) => {
			const files = ['+page.server.ts', '+server.ts'].map((name) => join(ROUTES, id, name));
			const text = files
				.filter((file) => existsSync(file))
				.map((file) => readFileSync(file, 'utf8'));
			return /export const (actions|POST)\b|const actions\b/.test(text.join('\n'));
		};
		for (const id of decidedRoutes().filter((id) => routeOf(id)?.methods !== 'any')) {
			expect([id, takesForms(id)]).toEqual([id, hasActions(id)]);
		}
	});
});
