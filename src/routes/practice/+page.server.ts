import { error, redirect } from '@sveltejs/kit';
import { getApp } from '$lib/server/app.ts';
import { readForm } from '$lib/server/http/answer.ts';
import type { PracticeWorld } from '$lib/server/practice/world.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = () => redirect(303, '/');

const LIVABLE = new Set([1, 7, 61]);

/** The buttons of the practice bar; each goes back to the page that it was pressed on. */
export const actions: Actions = {
	live: (event) =>
		press(event, (world, form) => {
			const dayCount = Number(form.get('days'));
			return LIVABLE.has(dayCount) ? world.live(dayCount) : Promise.resolve();
		}),
	off: (event) => press(event, (world) => world.leap(61)),
	password: (event) => press(event, (world) => world.changePassword()),
	'remove-app': (event) => press(event, (world) => world.removeApp()),
	down: (event) => press(event, (world) => world.takeMetaDown()),
	normal: (event) => press(event, (world) => world.backToNormal())
};

async function press(
	event: RequestEvent,
	act: (world: PracticeWorld, form: FormData) => Promise<void>
) {
	const { practice } = getApp();
	if (!practice) {
		error(404, {
			code: 'not_found',
			message: 'There is no such page.',
			requestId: event.locals.requestId
		});
	}
	const form = await readForm(event);
	await act(practice, form);
	redirect(303, ownPath(form.get('back')));
}

/** A path of ours, or `/`: what a form says is not trusted to name another host. */
function ownPath(back: FormDataEntryValue | null) {
	return typeof back === 'string' && /^\/(?![/\\])[\w\-/]*$/.test(back) ? back : '/';
}
