import type { App } from '$lib/server/app.ts';
import type { Cookbook } from './_recipes/recipe.ts';
import { environment, opensGraph, recipesFor, trial } from './_recipes/recipes.ts';
import type { KeyAccount, ToolKey } from './tool-key.ts';

/** A picture that Meta's fetcher can be sent for: in practice mode the simulator has one. */
const pictureFor = ({ settings: { practice } }: App) =>
	practice
		? `http://127.0.0.1:${String(practice.simulatorPort)}/_simulator/drawn/first.jpg`
		: 'https://www.example.com/picture.jpg';

/**
 * How a key is used, with this Mooring's own address.
 * @param key the whole key, or what stands for it
 * @returns null where no account is left that it covers
 */
export function cookbook(app: App, { may, accounts }: ToolKey, key: string): Cookbook | null {
	const [first] = accounts;
	if (!first) return null;
	const { origin } = app.settings.origin;
	const actions = new Set(may.map(({ id }) => id));
	const graphOf = ({ id }: KeyAccount) =>
		accounts.length === 1 ? `${origin}/graph` : `${origin}/graph/connections/${id}`;
	const place = {
		origin,
		graph: graphOf(first),
		key,
		accountId: first.accountId,
		connectionId: first.id,
		image: pictureFor(app)
	};
	return {
		base: opensGraph(actions) ? { address: place.graph, standsFor: first.standsFor } : null,
		environment: environment(place, actions),
		trial,
		recipes: recipesFor(place, actions),
		username: first.username,
		elsewhere: accounts.slice(1).map((account) => ({
			username: account.username,
			graph: graphOf(account)
		})),
		inside: app.settings.toolsOrigins.map(({ origin }) => origin)
	};
}
