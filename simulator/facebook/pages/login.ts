import { html } from 'hono/html';
import { page } from '../../pages/layout.ts';
import { choices } from '../../pages/oddities.ts';
import type { Person } from '../people.ts';

const PEOPLE_SHOWN = 50;

/** One button per person stands in for name and password. */
export function facebookLoginPage(
	people: Person[],
	action: string,
	isForPractice = false
): Promise<Response> {
	return page({
		title: 'Log in',
		body: html`<h1>Log in</h1>
			<p>Choose who you are. No password here: every person is made up.</p>
			<form method="post" action="${action}">
				${choices(people.slice(0, PEOPLE_SHOWN), namesOf, choice, isForPractice)}
			</form>`
	});
}

const namesOf = ({ name, pages }: Person) => [name, ...pages.map((page) => page.name)];

const choice = (person: Person) =>
	html`<li>
		<button name="username" value="${person.username}">
			${initial(person)}
			<span
				><strong>${person.username}</strong> <span class="name" dir="auto">${person.name}</span>
				<small>${aboutPages(person)}</small></span
			>
		</button>
	</li>`;

/** The person's first letter; decoration beside the name. */
export const initial = (person: Person) =>
	html`<span class="initial" aria-hidden="true">${person.name.slice(0, 1)}</span>`;

/** How many Pages a person has, and how many of them are linked. */
export function aboutPages({ pages }: Person): string {
	const linked = pages.filter(({ instagram }) => instagram !== null).length;
	if (pages.length === 0) return 'No Page';
	return `${pages.length === 1 ? '1 Page' : `${pages.length} Pages`}, ${linked} linked to Instagram`;
}
