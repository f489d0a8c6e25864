import { html } from 'hono/html';
import { FAULT_ENDPOINTS, FAULT_KINDS } from '../faults.ts';
import { SWITCH_VALUES } from '../switches.ts';
import type { World } from '../world.ts';

const META_IS_DOWN = JSON.stringify({ endpoint: '*', kind: 'unavailable' });

/** The faults that are set, and a form for another. */
export function faultsPart(world: World) {
	return html`<h2>Faults</h2>
		<form class="row" data-path="faults">
			<label
				>Endpoint<select name="endpoint">
					${FAULT_ENDPOINTS.map((name) => html`<option>${name}</option>`)}
				</select></label
			>
			<label
				>What happens<select name="kind">
					${Object.entries(FAULT_KINDS).map(
						([kind, sentence]) => html`<option value="${kind}">${sentence}</option>`
					)}
				</select></label
			>
			<label>Times, empty for ever<input name="times" type="number" min="1" /></label>
			<label>Delay in ms<input name="delayMs" type="number" min="0" /></label>
			<label>Status<input name="status" type="number" min="200" max="599" /></label>
			<label>Body<input name="body" /></label>
			<button>Add</button>
		</form>
		<ul>
			${world.faults
				.list()
				.map(
					({ endpoint, kind, times }) =>
						html`<li>${endpoint}: ${FAULT_KINDS[kind]}, ${times ?? 'until cleared'}</li>`
				)}
		</ul>
		<p class="buttons">
			<button data-path="faults" data-body="${META_IS_DOWN}">Meta is down</button>
			<button data-method="DELETE" data-path="faults">Clear all faults</button>
		</p>`;
}

/** One field per switch, drawn from the table of what each may be. */
export function switchesPart(world: World) {
	const values: Record<string, unknown> = world.switches;
	return html`<h2>Switches</h2>
		<form class="row" data-path="switches">
			${Object.entries(SWITCH_VALUES).map(([name, allowed]) => {
				if (allowed === 'text' || 'from' in allowed)
					return html`<label
						>${name}<input
							name="${name}"
							type="${allowed === 'text' ? 'text' : 'number'}"
							value="${String(values[name])}"
					/></label>`;
				return html`<label
					>${name}<select name="${name}" data-json>
						${allowed.map((value) => {
							const text = JSON.stringify(value);
							return html`<option value="${text}" ${value === values[name] ? 'selected' : ''}>
								${text}
							</option>`;
						})}
					</select></label
				>`;
			})}
			<button>Set</button>
		</form>`;
}
