import type { ChannelKind, ChannelView } from '$lib/view.ts';
import type { StateIcon, Tone } from '$lib/words.ts';

export const KIND_NAMES: Record<ChannelKind, string> = {
	mail: 'Mail',
	ntfy: 'ntfy',
	webhook: 'Webhook'
};

/** Whether it is told there, in a word. */
export function stateOf({ state, lastResult }: ChannelView): {
	word: string;
	tone: Tone;
	icon: StateIcon;
} {
	if (state === 'unconfirmed') return { word: 'Not confirmed yet', tone: 'warn', icon: 'clock' };
	if (state === 'off') return { word: 'Off', tone: 'bad', icon: 'alert' };
	return lastResult?.ok === false
		? { word: 'Does not arrive', tone: 'bad', icon: 'alert' }
		: { word: 'On', tone: 'good', icon: 'check' };
}

/** What the word means where that is not all. */
export function stateSentence({ state, lastResult, address }: ChannelView): string | null {
	if (state === 'off') {
		return 'Nothing is sent there any more. A test that arrives switches it on again.';
	}
	if (state !== 'unconfirmed') return null;
	return lastResult?.ok === false
		? `Nothing is sent there before the link in a first mail was opened, and that mail did not leave. “Send a test” tries again.`
		: `Open the link in the mail that went to ${address}: it works for a day. “Send a test” sends a new one.`;
}
