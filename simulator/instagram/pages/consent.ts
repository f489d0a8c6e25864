import { html } from 'hono/html';
import type { App } from '../../apps.ts';
import { page } from '../../pages/layout.ts';
import type { Account } from '../accounts.ts';
import { BASIC, SCOPES } from '../scopes.ts';
import { picture } from './login.ts';

/** What the app asks for, to be allowed by a click; the basic permission cannot be unticked. */
export function consentPage(
	app: App,
	account: Account,
	scopes: string[],
	action: string
): Promise<Response> {
	const others = scopes.filter((scope) => scope !== BASIC);
	return page({
		title: 'Allow access',
		body: html`<h1>${app.name} wants access to your account</h1>
			<p class="who">
				${picture(account)}
				<span
					>You are <strong>${account.username}</strong>
					<span class="name" dir="auto">${account.name}</span></span
				>
			</p>
			<form method="post" action="${action}">
				<fieldset>
					<legend>The app will be able to</legend>
					<label
						><input type="checkbox" checked disabled /> ${SCOPES[BASIC]}
						<small>${BASIC}, required</small></label
					>
					${others.map(
						(scope) =>
							html`<label
								><input type="checkbox" name="scope" value="${scope}" checked /> ${SCOPES[scope]}
								<small>${scope}</small></label
							>`
					)}
				</fieldset>
				<p class="buttons">
					<button class="main" name="action" value="allow">Allow</button>
					<button name="action" value="cancel">Cancel</button>
					<button name="action" value="switch">Switch account</button>
				</p>
			</form>`
	});
}
