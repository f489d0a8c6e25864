import { html } from 'hono/html';
import { type Account, ACCOUNT_TYPES, CAUSES, ROLES } from '../instagram/accounts.ts';
import { picture } from '../instagram/pages/login.ts';
import type { World } from '../world.ts';

const ACCOUNTS_SHOWN = 30;

/** Accounts with their roles, and what can befall them. */
export function accountsPart(world: World) {
	const shown = [...world.accounts.values()].slice(0, ACCOUNTS_SHOWN);
	return html`<h2>Accounts</h2>
		<p>
			${world.accounts.size} accounts. A cause ends the tokens given out so far; “checkpoint” and
			“unconfirmed” stop the account until it is restored.
		</p>
		<ul class="accounts">
			${shown.map(card)}
		</ul>
		<div class="row">
			<form class="row" data-path="accounts/*/kill">
				<label
					>Cause for all<select name="cause">
						${CAUSES.map((cause) => html`<option>${cause}</option>`)}
					</select></label
				>
				<button>End all</button>
			</form>
			<button data-path="accounts/*/restore">Restore all</button>
		</div>
		<h3>Add or change an account</h3>
		<form class="row" data-path="accounts">
			<label>Username<input name="username" required /></label>
			<label>Name<input name="name" /></label>
			<label
				>Kind<select name="accountType">
					${choices(ACCOUNT_TYPES, 'BUSINESS')}
				</select></label
			>
			<button>Save</button>
		</form>`;
}

function choices(values: readonly string[], chosen: string) {
	return values.map(
		(value) => html`<option ${value === chosen ? 'selected' : ''}>${value}</option>`
	);
}

function card(account: Account) {
	const { username, role } = account;
	return html`<li>
		<p class="who">
			${picture(account)}
			<span
				><strong>${username}</strong> <span class="name" dir="auto">${account.name}</span>
				<small
					>${account.accountType} · user_id ${account.userId} ${account.stopped ?? ''}</small
				></span
			>
		</p>
		<div class="row">
			<form class="row" data-path="accounts" data-fixed="${JSON.stringify({ username })}">
				<label
					>Role of ${username}<select name="role">
						${choices(ROLES, role)}
					</select></label
				>
				<button>Set</button>
			</form>
			<form class="row" data-path="accounts/${username}/kill">
				<label
					>Cause for ${username}<select name="cause">
						${choices(CAUSES, '')}
					</select></label
				>
				<button>End</button>
			</form>
			<button data-path="accounts/${username}/restore">Restore ${username}</button>
		</div>
	</li>`;
}
