import type { SubmitFunction } from '@sveltejs/kit';
import { applyAction, enhance } from '$app/forms';
import { invalidateAll } from '$app/navigation';
import { announcer } from '$lib/components/announcer.svelte.ts';
import type { Press, Pressing } from '$lib/components/press.ts';
import { reader } from '$lib/components/reader.svelte.ts';
import { dayAndMonth } from '$lib/format.ts';

/**
 * Sends a form in the background, shows the new state at once and says what came of it. The focus
 * stays on the pressed button, and a second press waits for the first.
 */
export const press: Press = (form, pressing) => enhance(form, submission(form, pressing));

function submission(form: HTMLFormElement, pressing: Pressing = {}): SubmitFunction {
	return ({ cancel, submitter }) => {
		if (form.ariaBusy === 'true') {
			cancel();
			return;
		}
		form.ariaBusy = 'true';
		pressing.start?.(submitter instanceof HTMLButtonElement ? submitter : null);
		return async ({ result }) => {
			try {
				if (result.type === 'error') {
					if (result.status !== undefined) await applyAction(result);
					else announcer.say('Mooring did not answer. Is it still running?');
				} else if (result.type === 'redirect' && !isHere(result.location)) {
					announcer.say(doneBy(submitter));
					await applyAction(result);
				} else {
					await invalidateAll();
					announcer.say(result.type === 'redirect' ? doneBy(submitter) : wordsOf(result.data));
				}
			} finally {
				form.ariaBusy = null;
				pressing.end?.();
			}
		};
	};
}

const isHere = (address: string) => new URL(address, location.href).pathname === location.pathname;

/** What a button says of itself once it has done its work and has no answer of its own. */
const doneBy = (submitter: HTMLElement | null) => submitter?.dataset['done'] ?? '';

function wordsOf(data: Record<string, unknown> | undefined): string {
	const { message, ok, until } = data ?? {};
	if (ok === true && typeof until === 'string') {
		return `Renewed until ${dayAndMonth(until, reader.zone)}.`;
	}
	return typeof message === 'string' ? message : '';
}
