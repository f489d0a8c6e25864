import { expect, it } from 'vitest';
import { namedAccounts } from '../instagram/accounts.ts';
import { namedPeople } from '../facebook/named-people.ts';
import { facebookLoginPage } from '../facebook/pages/login.ts';
import { loginPage } from '../instagram/pages/login.ts';

it.each([
	['Instagram', () => loginPage(namedAccounts(), '/', true), 'ada.draws', 'long.name'],
	['Facebook', () => facebookLoginPage(namedPeople(), '/', true), 'sixty.pages', 'long.page']
])(
	'names that only tests need wait behind "More" in the login of %s',
	async (_, page, usual, odd) => {
		const [first = '', more = ''] = (await (await page()).text()).split('<details>');
		expect(first).toContain(usual);
		expect(first).not.toContain(odd);
		expect(more).toContain(odd);
	}
);

it('where programs are tried all names stand in one list', async () => {
	expect(await (await loginPage(namedAccounts(), '/')).text()).not.toContain('<details>');
});

it('where all names are usual there is no "More"', async () => {
	const usual = namedAccounts().filter(({ username }) => username !== 'long.name');
	expect(await (await loginPage(usual, '/', true)).text()).not.toContain('<details>');
});
