import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { isToldAnywhere } from '$lib/server/alerts/channels.ts';
import { getApp } from '$lib/server/app.ts';
import { audit } from '$lib/server/audit/audit-log.ts';
import { appSteps } from '$lib/server/connections/health-words.ts';
import {
	connectionView,
	dismissMissing,
	notAskedOf,
	signInAgainBy
} from '$lib/server/connections/health.ts';
import { doOthersLive, findTwins, removeCard } from '$lib/server/connections/store.ts';
import { arrivalOf } from '$lib/server/connections/arrival.ts';
import { keepsContent } from '$lib/server/content/store.ts';
import { eraseLeft } from '$lib/server/database/erase.ts';
import { AppError } from '$lib/server/errors.ts';
import { clientAddress, page, readForm } from '$lib/server/http/answer.ts';
import {
	disconnectOwn,
	ownConnection,
	ownConnectionView
} from '$lib/server/http/connection-param.ts';
import { retryHeaders } from '$lib/server/http/refusal.ts';
import { awayView } from '$lib/server/renewal/beat.ts';
import { firstConnectedAt, history, ledgerCounts } from '$lib/server/renewal/ledger.ts';
import { renewNow } from '$lib/server/renewal/renew-now.ts';

/** The history begins with so many rows; more only where somebody asks. */
const FIRST_ROWS = 5;
const ALL_ROWS = 200;

/** One connection: health, ledger, permissions, and what can be done. */
export const load: PageServerLoad = (event) =>
	page(event, async () => {
		if (!event.locals.session) redirect(303, '/');
		const app = getApp();
		const connection = await ownConnection(event, app);
		const { disconnectedAt, revocationOutcome: outcome } = connection;
		const at = { now: app.clock.now(), isLocked: app.vault.isLocked };
		const view = connectionView(connection, at);
		const { creatorId } = event.locals.session;
		const showsAll = event.url.searchParams.has('history');
		return {
			connection: view,
			isTold: await isToldAnywhere(app.db, creatorId),
			arrival: view.status === 'healthy' ? await arrivalOf(app.db, creatorId, at.now) : null,
			appSteps: appSteps(view.problem),
			history: await history(app.db, connection.id, showsAll ? ALL_ROWS : FIRST_ROWS),
			firstConnectedAt: isoOrNull(await firstConnectedAt(app.db, connection.id)),
			notAsked: notAskedOf(connection),
			counts: await ledgerCounts(app.db, connection.id),
			othersLive: await doOthersLive(app.db, connection),
			keepsPosts: await keepsContent(app.db, connection.id),
			away: await awayView(app.db),
			signInAgainBy: isoOrNull(disconnectedAt === null ? signInAgainBy(connection) : null),
			twins: (await findTwins(app.db, connection)).map(({ id, provider }) => ({ id, provider })),
			disconnectedAt: isoOrNull(disconnectedAt),
			revocation: outcome && { outcome, message: connection.revocationMessage ?? '' }
		};
	});

export const actions: Actions = {
	renew: (event) =>
		orFail(event, async () => {
			const app = getApp();
			const { id } = await ownConnection(event, app);
			await renewNow(app.renewal, id);
			const { problem, expiresAt } = await ownConnectionView(event, app);
			return problem
				? { ok: false, message: problem.sentence }
				: {
						ok: true,
						message: expiresAt === null ? 'Checked: it works.' : 'Renewed.',
						until: expiresAt
					};
		}),

	dismiss: (event) =>
		orFail(event, async () => {
			const { db } = getApp();
			await dismissMissing(db, await ownConnection(event, getApp()));
			return { ok: true, message: 'It stays listed under Permissions.' };
		}),

	disconnect: (event) =>
		orFail(event, async () => {
			const erases = (await readForm(event)).get('erase') === '1';
			const revocation = await disconnectOwn(event, getApp(), { erases });
			const erased = erases ? ' Its posts and pictures are erased here.' : '';
			return { ok: true, message: `Disconnected. ${revocation.message}${erased}` };
		}),

	remove: async (event) => {
		const app = getApp();
		if (!event.locals.session) redirect(303, '/');
		const { creatorId } = event.locals.session;
		const { id } = event.params;
		if (!(await removeCard(app.db, creatorId, id))) {
			return fail(409, { ok: false, message: 'Only a disconnected connection can be removed.' });
		}
		await app.pictures.remove(id);
		await app.content.erase(id);
		await eraseLeft(app.db);
		await audit(app.db, {
			kind: 'card_removed',
			at: app.clock.now(),
			creatorId,
			connectionId: id,
			address: clientAddress(event)
		});
		redirect(303, '/');
	}
};

const isoOrNull = (time: number | null) => (time === null ? null : new Date(time).toISOString());

type Said = { ok: boolean; message: string; until?: string | null };

async function orFail(event: RequestEvent, act: () => Promise<Said>) {
	try {
		return await act();
	} catch (error) {
		if (!(error instanceof AppError)) throw error;
		event.setHeaders(retryHeaders(error));
		return fail(error.status, { ok: false, message: error.message });
	}
}
