import { PLAIN_WITH_BRACES, type Row, type RowId } from '../keys/rows.ts';

/** What a name is a field of; `other` are numbers, quotas and Pages. */
export type Place = 'account' | 'node' | 'media' | 'comment' | 'other';

const ROW_OF: Partial<Record<RowId, Place>> = {
	account: 'account',
	node: 'node',
	media: 'media',
	stories: 'media',
	children: 'media',
	comments: 'comment',
	replies: 'comment'
};
const EDGE_OF: Readonly<Record<string, Place>> = {
	media: 'media',
	stories: 'media',
	children: 'media',
	comments: 'comment',
	replies: 'comment'
};

export const placeOf = ({ id }: Row): Place => ROW_OF[id] ?? 'other';

/** Of what the names are that stand in the braces of a name. */
export function placeBehind(name: string): Place {
	if ((PLAIN_WITH_BRACES as readonly string[]).includes(name)) return 'account';
	return (Object.hasOwn(EDGE_OF, name) && EDGE_OF[name]) || 'other';
}
