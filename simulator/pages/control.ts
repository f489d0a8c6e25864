import { html } from 'hono/html';
import type { World } from '../world.ts';
import { accountsPart } from './control-accounts.ts';
import { facebookPart } from './control-facebook.ts';
import { faultsPart, switchesPart } from './control-faults.ts';
import { postsPart } from './control-posts.ts';
import { page } from './layout.ts';

const DAY_MS = 86_400_000;

/** The page at `/`. Its script sends the forms, since a form cannot send the control's header. */
export function controlPage(world: World, publicUrl: string): Promise<Response> {
	return page({
		title: 'Control',
		script: 'control.js',
		body: html`<h1>Simulator</h1>
			<p>
				It stands in for <code>www</code>, <code>api</code> and <code>graph.instagram.com</code>,
				and for <code>www</code> and <code>graph.facebook.com</code>, at <code>${publicUrl}</code>.
				The same in JSON is at <code>/_control/…</code>.
			</p>
			<p id="said" role="status"></p>
			${clockPart(world)} ${accountsPart(world)} ${postsPart(world)} ${facebookPart(world)}
			${faultsPart(world)} ${switchesPart(world)} ${callsPart()}`
	});
}

function clockPart(world: World) {
	const step = (label: string, days: number) =>
		html`<button data-path="clock" data-body="${JSON.stringify({ advanceMs: days * DAY_MS })}">
			${label}
		</button>`;
	return html`<h2>Clock</h2>
		<p>It is <time id="now">${new Date(world.clock.now()).toISOString()}</time> here.</p>
		<p class="buttons">
			${step('+1 day', 1)} ${step('+7 days', 7)} ${step('+61 days', 61)} ${step('−1 day', -1)}
			<button data-path="clock" data-body='{"offsetMs":0}'>Real time</button>
		</p>
		<form class="row" data-path="clock">
			<label
				>Set to (ISO 8601)<input name="now" required placeholder="2026-01-31T12:00:00Z"
			/></label>
			<button>Set</button>
		</form>`;
}

function callsPart() {
	const heads = ['When', 'What', 'Request', 'Status', 'Account'];
	return html`<h2>Calls</h2>
		<div class="scroll" tabindex="0" role="region" aria-label="Calls">
			<table id="calls">
				<thead>
					<tr>
						${heads.map((head) => html`<th scope="col">${head}</th>`)}
					</tr>
				</thead>
				<tbody></tbody>
			</table>
		</div>
		<p class="buttons">
			<button data-method="DELETE" data-path="calls">Clear the list</button>
			<button data-path="reset">Reset everything</button>
		</p>`;
}
