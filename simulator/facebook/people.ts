import { stableId } from '../ids.ts';
import { type Account, createAccount } from '../instagram/accounts.ts';

/** A Page, seen from the one person who has a role on it. */
export type Page = {
	id: string;
	name: string;
	category: string;
	/** The username of the linked Instagram account. */
	instagram: string | null;
	/** How the Page sits in the person's business portfolio, if it does. */
	portfolio: 'owned' | 'client' | null;
	/** The role came through the portfolio: no list but the portfolio's has the Page. */
	isOnlyInPortfolio: boolean;
	tasks: string[];
	/** False once the person lost the role. */
	hasRole: boolean;
};

export type Person = {
	/** The key by which the control knows them; Facebook itself shows no usernames. */
	username: string;
	name: string;
	email: string;
	pages: Page[];
	/** Set while Facebook stops the person itself. */
	stopped: 'checkpoint' | null;
};

export const TASKS = ['ADVERTISE', 'ANALYZE', 'CREATE_CONTENT', 'MESSAGING', 'MODERATE', 'MANAGE'];

/** A Page with everything that `given` leaves out filled in, the same way each time. */
export function createPage(owner: string, given: Partial<Page> & { name: string }): Page {
	return {
		id: stableId('615', `page ${owner} ${given.name}`),
		category: 'Art',
		instagram: null,
		portfolio: null,
		isOnlyInPortfolio: false,
		tasks: TASKS,
		hasRole: true,
		...given
	};
}

export function createPerson(username: string, name: string, pages: Page[] = []): Person {
	return { username, name, email: `${username}@people.example`, pages, stopped: null };
}

/** The app-scoped id of a person: another in every app. */
export const personId = (person: Person, clientId: string) =>
	stableId('122', `${clientId} person ${person.username}`);

/** The id of a person's business portfolio, the same in every app. */
export const businessId = (person: Person) => stableId('84', `business ${person.username}`);

/** A person's business portfolio as others see it. */
export const portfolioOf = (person: Person) => ({
	id: businessId(person),
	name: `Portfolio of ${person.name}`
});

/** The linked account; one that Instagram Login does not know is made up on the spot. */
export function linkedAccount(accounts: Map<string, Account>, page: Page): Account | null {
	if (page.instagram === null) return null;
	return accounts.get(page.instagram) ?? createAccount({ username: page.instagram });
}
