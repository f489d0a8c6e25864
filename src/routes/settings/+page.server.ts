import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import {
	isOfferedAgain,
	mustBeFresh,
	offeredAgain,
	ownerSession,
	rememberWanted,
	sessionOf
} from './access.server.ts';
import { channelViews } from '$lib/server/alerts/channels.ts';
import { getApp } from '$lib/server/app.ts';
import { audit } from '$lib/server/audit/audit-log.ts';
import { lastGoodBackup } from '$lib/server/backup/state.ts';
import { listCreators, ownerId } from '$lib/server/creators/creator.ts';
import {
	listInvitations,
	makeInvitation,
	revokeInvitation
} from '$lib/server/creators/invitations.ts';
import { listPasskeys } from '$lib/server/creators/passkeys.ts';
import { obstacleAt, partyOf } from '$lib/server/creators/relying-party.ts';
import { typedName } from '$lib/server/creators/typed-name.ts';
import { removalWords, removeCreator } from '$lib/server/deletion/remove-creator.ts';
import { notFound } from '$lib/server/errors.ts';
import { clientAddress, page, readForm } from '$lib/server/http/answer.ts';
import { dropCookie } from '$lib/server/http/cookies.ts';
import { endSession, listSessions } from '$lib/server/sessions/session-list.ts';
import { backupCheck } from '$lib/server/setup/backups.ts';

const LABEL_BOUND = 'For whom it is: 60 characters at most.';

/** Passkeys, sessions and alerts of the creator, and for the owner: invitations, the other creators, backups. */
export const load: PageServerLoad = async (event) => {
	const { db, clock, settings } = getApp();
	const session = sessionOf(event);
	const now = Date.now();
	const isOwner = (await ownerId(db)) === session.creatorId;
	return {
		realNow: new Date(now).toISOString(),
		sessions: await listSessions(db, session, now),
		channels: await channelViews(db, session.creatorId),
		isExportOffered: await isOfferedAgain(event, session, {
			wanted: 'offer-own-data',
			page: '/settings'
		}),
		passkeys: {
			passkeys: await listPasskeys(db, session.creatorId),
			rpId: partyOf(settings.origin)?.id ?? null,
			obstacle: obstacleAt(settings.origin),
			origin: settings.origin.origin
		},
		owner: isOwner
			? {
					inviteOffered: await offeredAgain(event, session, {
						wanted: 'offer-invite',
						page: '/settings'
					}),
					invitations: await listInvitations(db, clock.now()),
					others: (await listCreators(db)).filter(({ id }) => id !== session.creatorId),
					backups: await backups(now)
				}
			: null
	};
};

/** Practice says nothing of what it does not make. */
async function backups(now: number) {
	const { db, settings } = getApp();
	const hasKey = settings.backup.key !== null;
	if (settings.practice && !hasKey) return null;
	return backupCheck(hasKey, await lastGoodBackup(db), now);
}

export const actions: Actions = {
	/** Makes an invitation; its link is shown in this answer and never again. */
	invite: (event) =>
		page(event, async () => {
			const { db, clock, settings } = getApp();
			const session = await ownerSession(event);
			const typed = (await textIn(event, 'label')).trim();
			const label = typedName(typed);
			rememberWanted(event, 'offer-invite', label ?? '');
			await mustBeFresh(session, '/settings');
			if (typed !== '' && label === null) return fail(400, { ok: false, message: LABEL_BOUND });
			dropCookie(event.cookies, settings.origin, 'wanted');
			const { creatorId } = session;
			const link = await makeInvitation(db, creatorId, settings.origin, clock.now(), label);
			await note(event, 'invitation_made', creatorId);
			return { ok: true, message: 'The invitation is made. Copy its link now.', link };
		}),

	/** Removes another creator with all that is theirs, and says what Meta answered. */
	remove: (event) =>
		page(event, async () => {
			const session = await ownerSession(event);
			const id = await textIn(event, 'creator');
			if (id === session.creatorId) throw notFound();
			await mustBeFresh(session, `/settings/creators/${id}`);
			const removal = await removeCreator(getApp(), id, {
				by: 'owner',
				ownerId: session.creatorId,
				address: clientAddress(event)
			});
			if (!removal) throw notFound();
			return { ok: true, message: `The creator is removed. ${removalWords(removal)}` };
		}),

	/** Takes an open invitation back. */
	revoke: (event) =>
		page(event, async () => {
			const { creatorId } = await ownerSession(event);
			const hash = await textIn(event, 'invitation');
			if (!(await revokeInvitation(getApp().db, hash))) throw notFound();
			await note(event, 'invitation_revoked', creatorId);
			redirect(303, '/settings');
		}),

	/** Ends one session of this creator; its own one is a sign-out. */
	end: (event) =>
		page(event, async () => {
			const { db, settings } = getApp();
			const session = sessionOf(event);
			const hash = await textIn(event, 'session');
			if (!(await endSession(db, session.creatorId, hash))) throw notFound();
			await note(event, 'session_ended', session.creatorId);
			if (hash !== session.hash) redirect(303, '/settings');
			dropCookie(event.cookies, settings.origin, 'session');
			redirect(303, '/');
		}),

	/** Ends every session of this creator, this one too. */
	everywhere: async (event) => {
		const { sessions, settings } = getApp();
		const { creatorId } = sessionOf(event);
		await sessions.endAll(creatorId);
		dropCookie(event.cookies, settings.origin, 'session');
		await note(event, 'signed_out', creatorId, { everywhere: true });
		redirect(303, '/');
	}
};

type Event = Parameters<NonNullable<typeof actions.invite>>[0];

async function textIn(event: Event, field: string) {
	const value = (await readForm(event)).get(field);
	return typeof value === 'string' ? value : '';
}

const note = (
	event: Event,
	kind: 'invitation_made' | 'invitation_revoked' | 'session_ended' | 'signed_out',
	creatorId: string,
	detail: Record<string, boolean> = {}
) => {
	const { db, clock } = getApp();
	return audit(db, { kind, at: clock.now(), creatorId, detail, address: clientAddress(event) });
};
