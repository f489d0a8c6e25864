import type { Field } from '../field-expansion.ts';
import { type NodeAnswer, nodeAnswer, type Readers } from '../node.ts';
import { olderIds } from '../instagram/accounts.ts';
import { accountReaders } from './account-fields.ts';
import { missingParameter, nonexistingField, refusal } from './errors.ts';
import { asStranger, type Viewer } from './viewer.ts';

const NOT_PUBLIC = ['stories', 'insights'];

/**
 * `business_discovery.username(NAME){…}` on one's own account: another professional account (Meta,
 * Business Discovery). Its list of posts has cursors and no links.
 */
export function businessDiscovery(
	viewer: Viewer,
	{ modifiers, fields }: Field
): NodeAnswer | Response {
	const username = modifiers.get('username');
	if (!username) return missingParameter(viewer, 'username');
	const account = viewer.visit.world.accounts.get(username);
	if (!account || account.accountType === 'PERSONAL')
		return refusal(viewer, {
			message: 'Invalid user id',
			type: 'OAuthException',
			code: 110,
			subcode: 2_207_013,
			isTransient: false,
			userTitle: 'Cannot find User',
			userMessage: `The user with username: ${username} cannot be found.`
		});
	const all = Object.entries(accountReaders(asStranger(viewer, [account]), account));
	const readers: Readers = {
		...Object.fromEntries(all.filter(([name]) => !NOT_PUBLIC.includes(name))),
		id: () => account.userId,
		ig_id: () => olderIds(account).igId,
		media: (field) => withoutLinks(all.find(([name]) => name === 'media')?.[1](field))
	};
	return nodeAnswer(readers, fields, ['id'], (name) => nonexistingField(viewer, name, 'IGUser'));
}

function withoutLinks(list: unknown): unknown {
	if (!list || list instanceof Response || typeof list !== 'object' || !('paging' in list))
		return list;
	const { cursors } = list.paging as { cursors: object };
	return { ...list, paging: { cursors } };
}
