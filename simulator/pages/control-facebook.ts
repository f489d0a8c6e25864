import { html } from 'hono/html';
import type { Person } from '../facebook/people.ts';
import { aboutPages, initial } from '../facebook/pages/login.ts';
import { FACEBOOK_CAUSES } from '../facebook/world.ts';
import type { World } from '../world.ts';

const PEOPLE_SHOWN = 30;

/** The people of Facebook Login, and what can befall them. */
export function facebookPart(world: World) {
	const shown = [...world.facebook.people.values()].slice(0, PEOPLE_SHOWN);
	return html`<h2>Facebook</h2>
		<p>
			${world.facebook.people.size} people. A cause ends user and Page tokens given out so far;
			“checkpoint”, “lost_role” and “data_access_expired” last until they are undone.
		</p>
		<ul class="accounts">
			${shown.map(card)}
		</ul>
		<div class="row">
			<form class="row" data-path="facebook/people/*/kill">
				${causes('Cause for all people')}
				<button>End all people’s</button>
			</form>
			<button data-path="facebook/people/*/restore">Restore all people</button>
		</div>`;
}

const causes = (label: string) =>
	html`<label
		>${label}<select name="cause">
			${FACEBOOK_CAUSES.map((cause) => html`<option>${cause}</option>`)}
		</select></label
	>`;

function card(person: Person) {
	const { username, name, stopped, pages } = person;
	const lost = pages.filter(({ hasRole }) => !hasRole).length;
	return html`<li>
		<p class="who">
			${initial(person)}
			<span
				><strong>${username}</strong> <span class="name" dir="auto">${name}</span>
				<small
					>${aboutPages(person)}${lost ? `, ${lost} without a role` : ''} ${stopped ?? ''}</small
				></span
			>
		</p>
		<div class="row">
			<form class="row" data-path="facebook/people/${username}/kill">
				${causes(`Cause for ${username}`)}
				<button>End</button>
			</form>
			<button data-path="facebook/people/${username}/restore">Restore ${username}</button>
		</div>
	</li>`;
}
