import { LOGINS, type ProviderId } from '../../logins.ts';
import type { AlertType, Cure, Status } from '../../view.ts';
import { healthOf } from '../connections/health.ts';
import type { Connection } from '../database/schema.ts';
import { CAUSES } from '../problems/causes.ts';

/** The `data` of a webhook: one sentence of cause, and the address of the cure. No secret in it. */
export type AlertData = {
	connectionId: string | null;
	provider: ProviderId | null;
	username: string | null;
	status: Status | null;
	sentence: string;
	cure: Cure | null;
	url: string;
};

/** Something that somebody has to hear of, not yet on its way to anybody. */
export type Alert = {
	type: AlertType;
	/** Milliseconds: when it became true. */
	at: number;
	/** `why`: the cause in a few words, for a subject. */
	data: AlertData & { why: string | null };
};

/** What concerns no connection. */
export const generalAlert = (type: AlertType, at: number, sentence: string, url: URL): Alert => ({
	type,
	at,
	data: {
		connectionId: null,
		provider: null,
		username: null,
		status: null,
		sentence,
		cure: null,
		url: url.href,
		why: null
	}
});

/**
 * What is told of a connection.
 * @param sentence null: as its card says it
 */
export function connectionAlert(
	type: AlertType,
	connection: Connection,
	{ now, at, origin, sentence }: { now: number; at: number; origin: URL; sentence: string | null }
): Alert {
	const { status, problem } = healthOf(connection, { now, isLocked: false });
	return {
		type,
		at,
		data: {
			connectionId: connection.id,
			provider: connection.provider,
			username: connection.username,
			status,
			sentence: sentence ?? problem?.sentence ?? `@${connection.username} is well.`,
			cure: problem?.cure ?? null,
			url: new URL(`/connections/${connection.id}`, origin).href,
			why: whyOf(type, connection)
		}
	};
}

function whyOf(type: AlertType, { endedCause, failingCause, provider }: Connection) {
	if (type === 'connection.healthy') return 'Mooring renews it by itself';
	if (type === 'connection.sign_in_again') return `${LOGINS[provider].asks} wants a new sign-in`;
	const cause = endedCause ?? failingCause;
	return cause === null ? 'no renewal has come yet' : CAUSES[cause].activity;
}
