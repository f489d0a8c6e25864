import { html } from 'hono/html';
import type { World } from '../world.ts';

const EXAMPLES = {
	picture: '/_simulator/drawn/any-name.jpg',
	film: '/_simulator/drawn/any-name.mp4'
};

/** What people do in Instagram's own app: a post, a comment. The rest is told over HTTP. */
export function postsPart(world: World) {
	const names = [...world.accounts.keys()].slice(0, 50);
	return html`<h2>Posts</h2>
		<p>
			For publishing, <code>${EXAMPLES.picture}</code> is a picture and
			<code>${EXAMPLES.film}</code> a film, another one for every name.
		</p>
		<form class="row" data-path="media">
			<label
				>Account<select name="username">
					${names.map((name) => html`<option>${name}</option>`)}
				</select></label
			>
			<label>Caption<input name="caption" /></label>
			<button>Post in Instagram’s app</button>
		</form>
		<form class="row" data-path="comments">
			<label>Id of a post<input name="mediaId" required inputmode="numeric" /></label>
			<label>Comment<input name="text" required /></label>
			<label>By<input name="username" placeholder="mira.paints" /></label>
			<button>Comment</button>
		</form>`;
}
