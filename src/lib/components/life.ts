import { between, DAY, timeLeft } from '../format.ts';
import type { ConnectionView } from '../view.ts';
import { isChecked } from '../words.ts';

/** Meta's long-lived tokens live 60 days: "Get a long-lived access token", Instagram Login. */
const FULL_LIFE = 60 * DAY;

/** What the ring shows of a connection: the share that is left, and the number inside. */
export function lifeOf(connection: ConnectionView, now: string) {
	const { status, expiresAt } = connection;
	if (status === 'disconnected') return { share: 0, number: '–', unit: 'erased' };
	if (status === 'needs_reconnect') return { share: 0, number: '0', unit: 'days left' };
	if (expiresAt === null) {
		// A Page's token has no end; of an imported one Meta tells the end with its first renewal.
		return isChecked(connection)
			? { share: 1, number: '∞', unit: 'no end' }
			: { share: 1, number: '?', unit: 'not told' };
	}
	const { count, unit } = timeLeft(expiresAt, now);
	return {
		share: Math.max(0, between(now, expiresAt) / FULL_LIFE),
		number: String(count),
		unit: `${unit} left`
	};
}
