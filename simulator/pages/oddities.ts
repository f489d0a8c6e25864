import { html } from 'hono/html';
import type { Markup } from './layout.ts';

/** No name at Meta is longer, and none is markup: such a one is there to try programs with. */
const LONGEST_NAME = 64;
const isOdd = (name: string) => name.length > LONGEST_NAME || /[<>{}]/.test(name);

/**
 * A list to choose from; where people practise, what is there for tests alone waits behind "More".
 * @param namesOf all the names that choosing an item would show
 */
export function choices<Item>(
	items: Item[],
	namesOf: (item: Item) => string[],
	choice: (item: Item) => Markup,
	isForPractice: boolean
): Markup {
	if (!isForPractice)
		return html`<ul class="accounts">
			${items.map(choice)}
		</ul>`;
	const odd = items.filter((item) => namesOf(item).some(isOdd));
	return html`<ul class="accounts">
			${items.filter((item) => !odd.includes(item)).map(choice)}
		</ul>
		${
			odd.length === 0
				? ''
				: html`<details>
						<summary>More, with names that try a program</summary>
						<ul class="accounts">
							${odd.map(choice)}
						</ul>
					</details>`
		}`;
}
