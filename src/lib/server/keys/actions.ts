import type { PurposeId } from '../../logins.ts';

/** What a key may do beyond seeing which accounts it covers. */
export type ActionId =
	| 'profile.read'
	| 'media.read'
	| 'insights.read'
	| 'comments.read'
	| 'comments.write'
	| 'publish'
	| 'token.read';

export type Action = {
	/** After "This key may …". */
	words: string;
	/** What has to be granted at Meta for it: `reading` is what every read needs; null: nothing. */
	needs: 'reading' | Extract<PurposeId, 'insights' | 'comments' | 'publishing'> | null;
	/** Whether it changes something at Meta, or hands out what could. */
	isRisky: boolean;
};

/** The one table of actions; the rows of the Graph that each opens are in rows.ts. */
export const ACTIONS: Readonly<Record<ActionId, Action>> = {
	'profile.read': { words: 'see the profile', needs: 'reading', isRisky: false },
	'media.read': { words: 'see posts and stories', needs: 'reading', isRisky: false },
	'insights.read': { words: 'see numbers', needs: 'insights', isRisky: false },
	'comments.read': { words: 'read comments', needs: 'comments', isRisky: false },
	'comments.write': {
		words: 'answer, hide, delete comments',
		needs: 'comments',
		isRisky: true
	},
	publish: { words: 'publish in your name', needs: 'publishing', isRisky: true },
	'token.read': { words: 'take the Instagram token itself', needs: null, isRisky: true }
};

export const ACTION_IDS = Object.keys(ACTIONS) as ActionId[];

export const isActionId = (text: string): text is ActionId => Object.hasOwn(ACTIONS, text);

/** What any key may do. */
export const ANY_KEY_WORDS = 'see which accounts it covers and whether they are well';
