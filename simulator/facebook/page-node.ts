import type { Field } from '../field-expansion.ts';
import type { NodeAnswer } from '../node.ts';
import { isChosen, isGranted, visibleAccount } from './access.ts';
import { instagramNode } from './instagram-node.ts';
import { plainNode, readNode, type Reading } from './node.ts';
import { plainPageFields } from './page-fields.ts';
import { type Page, portfolioOf } from './people.ts';
import { silhouette } from './silhouette.ts';

/** What `/me/accounts` tells of a Page when no fields are named. */
export const LISTED_FIELDS = ['access_token', 'category', 'category_list', 'name', 'id', 'tasks'];

/** The Page node (Meta, Page). What the caller may not see is missing without a word. */
export function pageNode(
	reading: Reading,
	page: Page,
	asked: Field[] | null,
	usual: string[] = ['name', 'id']
): NodeAnswer | Response {
	const { caller, visit } = reading;
	const account = (field: Field) => {
		const linked = visibleAccount(reading, page);
		return linked && instagramNode(reading, linked, field.fields);
	};
	return readNode(
		'Page',
		{
			...plainPageFields(page),
			picture: (field) => silhouette(visit, field),
			access_token: () => pageTokenText(reading, page),
			instagram_business_account: account,
			connected_instagram_account: account,
			business: ({ fields }) =>
				page.portfolio !== null && caller.kind !== 'app' && isGranted(caller, 'business_management')
					? plainNode('Business', portfolioOf(caller.person), fields)
					: null
		},
		asked,
		usual
	);
}

function pageTokenText({ visit, caller }: Reading, page: Page): string | null {
	if (caller.kind === 'page') return caller.token.token;
	if (caller.kind === 'app' || !isChosen(caller, page)) return null;
	if (!isGranted(caller, 'pages_show_list') && !isGranted(caller, 'pages_read_engagement'))
		return null;
	const { clock, facebook } = visit.world;
	return facebook.tokens.pageToken(caller.token, page.id, clock.now()).token;
}
