import { exactly, MARKUP } from '../instagram/accounts.ts';
import { createPage, createPerson, type Page, type Person } from './people.ts';

const MANY_PAGES = 60;
const ONLY = { isOnlyInPortfolio: true };

/** Sixty Pages, every second of them linked: more than one answer of the list holds. */
function manyPages(owner: string): Page[] {
	return Array.from({ length: MANY_PAGES }, (_, index) => {
		const number = String(index + 1).padStart(2, '0');
		return createPage(owner, {
			name: `Stall ${number}`,
			category: 'Local business',
			instagram: index % 2 === 0 ? `stall.${number}` : null
		});
	});
}

/** The people of a fresh world; their names are fixed. */
export function namedPeople(): Person[] {
	const having = (username: string, name: string, ...pages: Parameters<typeof createPage>[1][]) =>
		createPerson(
			username,
			name,
			pages.map((page) => createPage(username, page))
		);
	return [
		having(
			'two.pages',
			'Robin Twofold',
			{ name: 'North Pier Radio', category: 'Radio station', instagram: 'north.pier.radio' },
			{ name: 'Brick and Bloom', category: 'Florist', instagram: 'brick.and.bloom' }
		),
		having('one.page', 'Ada Onefold', { name: 'Ada Draws', instagram: 'ada.draws' }),
		having('not.linked', 'Noor Unlinked', { name: 'Garden Letters' }),
		having('no.page', 'Nell Pageless'),
		having('in.portfolio', 'Pim Portfolio', {
			name: 'Tide Table',
			category: 'Publisher',
			instagram: 'tide.table',
			portfolio: 'owned'
		}),
		having(
			'only.portfolio',
			'Bo Businesslike',
			{ name: 'Harbour Lights', instagram: 'harbour.lights', ...ONLY, portfolio: 'owned' },
			{ name: 'Tin Boat', ...ONLY, portfolio: 'owned' },
			{ name: 'Salt and Rope', instagram: 'salt.and.rope', ...ONLY, portfolio: 'client' }
		),
		createPerson('sixty.pages', 'Sage Manyfold', manyPages('sixty.pages')),
		having('long.page', 'Lou Longname', { name: exactly(300, MARKUP), instagram: 'long.name' })
	];
}
