import { html } from 'hono/html';
import { page } from '../../pages/layout.ts';
import { choices } from '../../pages/oddities.ts';
import type { Account } from '../accounts.ts';

const KINDS = { BUSINESS: 'Business', MEDIA_CREATOR: 'Creator', PERSONAL: 'Personal account' };
const ROLES = { accepted: '', pending: ', tester role not accepted', refused: ', refused' };

/** One button per account stands in for name and password. */
export function loginPage(
	accounts: Account[],
	action: string,
	isForPractice = false
): Promise<Response> {
	return page({
		title: 'Log in',
		body: html`<h1>Log in</h1>
			<p>Choose who you are. No password here: every account is made up.</p>
			<form method="post" action="${action}">
				${choices(accounts, ({ name }) => [name], choice, isForPractice)}
			</form>`
	});
}

const choice = (account: Account) =>
	html`<li>
		<button name="username" value="${account.username}">
			${picture(account)}
			<span
				><strong>${account.username}</strong> <span class="name" dir="auto">${account.name}</span>
				<small>${KINDS[account.accountType]}${ROLES[account.role]}</small></span
			>
		</button>
	</li>`;

/** The account's picture, or its first letter; decoration beside the name. */
export function picture(account: Account) {
	return account.picture
		? html`<img src="/_simulator/pictures/${account.picture}" alt="" width="48" height="48" />`
		: html`<span class="initial" aria-hidden="true">${account.username.slice(0, 1)}</span>`;
}
