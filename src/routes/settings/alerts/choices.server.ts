import { EVENTS, typesFor } from '$lib/server/alerts/events.ts';
import type { ChannelKind } from '$lib/view.ts';
import type { Choice } from './choice.ts';

const KINDS: ChannelKind[] = ['mail', 'ntfy', 'webhook'];

/** What each kind of channel can be asked to tell this creator. */
export function choicesFor({ isOwner }: { isOwner: boolean }) {
	const of = (kind: ChannelKind): Choice[] =>
		typesFor(kind)
			.filter((type) => isOwner || EVENTS[type].hears === 'creator')
			.map((type) => ({ type, label: EVENTS[type].label, isUsual: EVENTS[type].isUsual }));
	return Object.fromEntries(KINDS.map((kind) => [kind, of(kind)])) as Record<ChannelKind, Choice[]>;
}
