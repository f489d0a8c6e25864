import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { isProviderId } from '$lib/logins.ts';
import type { App } from '$lib/server/app.ts';
import { clientAddress, page, readForm } from '$lib/server/http/answer.ts';
import { readTyped, verdictSentence } from '$lib/server/meta-apps/judge-typed.ts';
import { forgetTyped, keepTyped, tryTyped } from '$lib/server/meta-apps/save.ts';
import { operatorOf } from '$lib/server/operator.ts';
import { callbackAddresses, publicPages } from '$lib/server/setup/callback-addresses.ts';
import { headline } from '$lib/server/setup/headline.ts';
import { isProofFor } from '$lib/server/sessions/proof.ts';
import { mustBeFresh } from '../settings/access.server.ts';
import { appForms } from './app-form.server.ts';
import { connectedLogins } from './progress.server.ts';
import { checksFor, forgetAnswers, visitSetup } from './visit.server.ts';

/** How to set up the Meta app, with live checks, for who may. */
export const load: PageServerLoad = async (event) => {
	const app = await visitSetup(event);
	const { settings } = app;
	const checks = await checksFor(event);
	const { session } = event.locals;
	const mayType = session === null || (await isProofFor(app.db, session, '/setup'));
	return {
		checks,
		headline: headline(checks),
		origin: settings.origin.origin,
		addresses: callbackAddresses(settings),
		pages: publicPages(settings),
		operator: operatorOf(settings.operator, settings.origin),
		forms: appForms(app, mayType),
		connected: await connectedLogins(app.db)
	};
};

export const actions: Actions = {
	/** "Check again". */
	again: async (event) => {
		await visitSetup(event);
		forgetAnswers();
		redirect(303, '/setup');
	},

	/** "Only test": asks Meta about what was typed, and keeps nothing. */
	test: (event) =>
		page(event, async () => {
			const app = await whoMayType(event);
			const { id, typed } = await typedIn(event);
			const judged = await tryTyped(app.settings, id, typed, app.callOver);
			if (judged.fault) return fail(400, { login: id, fault: judged.fault, typed: shown(typed) });
			return { login: id, tested: verdictSentence(id, judged.tried), typed: shown(typed) };
		}),

	/** "Test and save". */
	save: (event) =>
		page(event, async () => {
			const app = await whoMayType(event);
			const { id, typed } = await typedIn(event);
			if (app.metaApps.sourceOf(id) === 'environment') redirect(303, '/setup');
			const judged = await tryTyped(app.settings, id, typed, app.callOver);
			if (judged.fault) return fail(400, { login: id, fault: judged.fault, typed: shown(typed) });
			await keepTyped(app, id, typed, judged.tried, by(event, app));
			await app.metaApps.load();
			forgetAnswers();
			redirect(303, `/setup#${id}-connect`);
		}),

	/** "Forget them". */
	forget: (event) =>
		page(event, async () => {
			const app = await whoMayType(event);
			const { id } = await typedIn(event);
			await forgetTyped(app.db, id, by(event, app));
			await app.metaApps.load();
			redirect(303, '/setup');
		})
};

/** Before the claim its link is proof enough; afterwards the owner has proved it lately. */
async function whoMayType(event: RequestEvent): Promise<App> {
	const app = await visitSetup(event);
	if (event.locals.session) await mustBeFresh(event.locals.session, '/setup');
	return app;
}

async function typedIn(event: RequestEvent) {
	const form = await readForm(event);
	const text = (name: string) => {
		const value = form.get(name);
		return typeof value === 'string' ? value : '';
	};
	const login = text('login');
	if (!isProviderId(login)) redirect(303, '/setup');
	return { id: login, typed: readTyped(login, text) };
}

/** What may stand in the form again: never the secret. */
const shown = ({ clientId, configId }: { clientId: string; configId: string | null }) => ({
	clientId: /^\d+$/.test(clientId) ? clientId : '',
	configId: configId ?? ''
});

const by = (event: RequestEvent, { clock }: App) => ({
	creatorId: event.locals.session?.creatorId ?? null,
	address: clientAddress(event),
	now: clock.now()
});
