import { between, counted, DAY, endNotKnown, timeLeft } from '../format.ts';
import type { ConnectionView } from '../view.ts';
import { isChecked } from '../words.ts';

/** Meta's long-lived tokens live 60 days: "Get a long-lived access token", Instagram Login. */
const FULL_LIFE = 60 * DAY;

/** What the ring shows: the share that is left, the number inside, and what a screen reader hears. */
export type Life = { share: number; number: string; unit: string; label: string };

/**
 * How long a connection goes on by itself.
 * @param signInAgainBy Facebook Login: the day of the next sign-in, because a Page's token has no
 * end; null where none is told
 */
export function lifeOf(
	connection: ConnectionView,
	now: string,
	signInAgainBy: string | null = null
): Life {
	const { status, expiresAt, nextRefreshAt } = connection;
	if (status === 'disconnected') return { share: 0, number: '–', unit: 'erased', label: 'Erased' };
	if (status === 'needs_reconnect') {
		return { share: 0, number: '0', unit: 'days left', label: '0 days left' };
	}
	if (isChecked(connection)) return untilSignIn(signInAgainBy, now);
	if (expiresAt === null) {
		// Of an imported token Meta tells the end with its first renewal.
		return { share: 1, number: '?', unit: 'days left', label: endNotKnown(nextRefreshAt, now) };
	}
	const { count, unit } = timeLeft(expiresAt, now);
	const share = Math.max(0, between(now, expiresAt) / FULL_LIFE);
	const label = `${String(count)} ${unit} left`;
	return { share, number: String(count), unit: `${unit} left`, label };
}

function untilSignIn(by: string | null, now: string): Life {
	if (by === null) return { share: 1, number: '∞', unit: 'no end', label: 'No end' };
	const left = between(now, by);
	if (left <= 0) return { share: 0, number: '0', unit: 'to sign-in', label: 'A sign-in is due' };
	const days = Math.ceil(left / DAY);
	const label = `${counted(days, 'day')} to the next sign-in`;
	return { share: left / FULL_LIFE, number: String(days), unit: 'to sign-in', label };
}
