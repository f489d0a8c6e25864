import type { Typed } from '$lib/server/alerts/add-channel.ts';
import { isAlertType } from '$lib/server/alerts/events.ts';
import type { AlertType, ChannelKind } from '$lib/view.ts';

const KINDS = new Set<string>(['mail', 'ntfy', 'webhook'] satisfies ChannelKind[]);
const isKind = (text: string): text is ChannelKind => KINDS.has(text);

/**
 * What one of the forms says. A form without any `types` means the usual ones, unless it says with
 * `chosen` that it let its sender choose.
 * @returns null: of no kind that there is
 */
export function readTyped(fields: FormData): Typed | null {
	const text = (name: string) => {
		const value = fields.get(name);
		return typeof value === 'string' ? value : '';
	};
	const kind = text('kind');
	if (!isKind(kind)) return null;
	const types = fields.getAll('types').filter((type) => typeof type === 'string');
	const isUsual = types.length === 0 && !fields.has('chosen');
	return {
		kind,
		address: text('address'),
		token: text('token') || null,
		// An unknown one is refused with the rest.
		types: isUsual ? null : (types as AlertType[])
	};
}

/** What may stand in the form again: never the token. */
export const shownAgain = ({ address, types }: Typed) => ({
	address,
	types: types?.filter((type) => isAlertType(type)) ?? null
});
