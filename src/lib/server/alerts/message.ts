import type { Alert } from './alert.ts';
import { EVENTS } from './events.ts';
import type { AlertRow } from './write-alert.ts';

/** What one message says, before it becomes a mail or a push. */
export type Message = {
	/** Account and cause. */
	title: string;
	lines: { name: string | null; sentence: string; url: string; button: string }[];
	isUrgent: boolean;
};

/** @param rows at least one, all of the same type */
export function messageOf(rows: Pick<AlertRow, 'type' | 'data'>[]): Message {
	const all = rows
		.map(({ data }) => JSON.parse(data) as Alert['data'])
		.sort((one, other) => ((one.username ?? '') < (other.username ?? '') ? -1 : 1));
	const event = EVENTS[rows[0]?.type ?? 'webhook.test'];
	const names = all.flatMap(({ username }) => (username === null ? [] : [`@${username}`]));
	const [only] = all;
	const why = all.length === 1 ? (only?.why ?? null) : null;
	return {
		title: event.subject(listed(names), why),
		lines: all.map(({ username, sentence, url }) => ({
			name: username === null ? null : `@${username}`,
			sentence,
			url,
			button: event.button
		})),
		isUrgent: event.isUrgent
	};
}

/** "@a, @b and @c"; of many the first few. */
function listed(names: string[]) {
	const shown =
		names.length > 4 ? [...names.slice(0, 3), `${String(names.length - 3)} more`] : names;
	const last = shown.at(-1) ?? '';
	return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}
