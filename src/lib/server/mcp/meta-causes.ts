/** What an error of Meta says of itself (Graph API, "Handling errors"). */
export type MetaError = {
	status: number;
	code: number | null;
	subcode: number | null;
	isTransient: boolean;
	words: string;
};

type Cause = { cause: string; cure: string };

const NOT_HERE: Cause = {
	cause: 'Instagram knows no such post, comment or container of this account.',
	cure: 'Take the id from list_media or list_comments, and name the account that it belongs to.'
};
const LIMIT: Cause = {
	cause: 'Instagram’s limit of calls is reached.',
	cure: 'Wait before anything else is asked; further calls make the wait longer.'
};
const PERMISSION: Cause = {
	cause: 'Instagram refuses this for want of a permission.',
	cure: 'Open the connection in Mooring and allow what is missing there.'
};
const TOO_FEW: Cause = {
	cause: 'Fewer than five people have seen the story: Instagram shows no numbers of it.',
	cure: 'Nothing to do.'
};
const FAULT: Cause = {
	cause: 'Instagram had a fault of its own.',
	cure: 'Try again in a minute.'
};

/** By code, or by code/subcode where that says more (Meta, "Error codes", November 2026). */
const CAUSES: Readonly<Record<string, Cause>> = {
	'190': {
		cause: 'Instagram says that the connection’s token does not work.',
		cure: 'Look at the connection in Mooring: it says what happened and what to do.'
	},
	'100/33': NOT_HERE,
	'803': NOT_HERE,
	'24': NOT_HERE,
	'24/2207008': {
		cause: 'The prepared post is older than 24 hours, or was published already.',
		cure: 'Look at the account before it is prepared again.'
	},
	'100/2108006': {
		cause: 'The post is older than the professional account: Instagram has no numbers of it.',
		cure: 'Nothing to do.'
	},
	'4': LIMIT,
	'17': LIMIT,
	'32': LIMIT,
	'613': LIMIT,
	'80002': LIMIT,
	'4/2207051': {
		cause: 'Instagram holds back posts of this app for now: it took them for spam.',
		cure: 'Publish no more for some hours.'
	},
	'9/2207042': {
		cause: 'The account has published as many posts in 24 hours as Instagram lets apps publish.',
		cure: 'Publish it tomorrow.'
	},
	'9007': {
		cause: 'Instagram is still preparing the post.',
		cure: 'Try again in a minute.'
	},
	'9004': {
		cause: 'Instagram could not fetch the picture or film.',
		cure: 'Give an https address that anybody can open, without a redirect: a JPEG, or an MP4 for a reel.'
	},
	'352': {
		cause: 'Instagram does not take this film.',
		cure: 'Give an MP4 or MOV with H.264 and AAC.'
	},
	'25/2207050': {
		cause: 'Instagram has restricted the account.',
		cure: 'Open the Instagram app: it says what is wanted.'
	}
};

/** Cause and cure of an error of Meta in our words; what Meta said stays apart, as strangers' text. */
export function causeOf({ status, code, subcode, isTransient, words }: MetaError): Cause {
	// It comes with the code of a missing permission.
	if (code === 10 && /not enough viewers/i.test(words)) return TOO_FEW;
	const known = CAUSES[`${code}/${subcode}`] ?? CAUSES[`${code}`];
	if (known !== undefined) return known;
	if (code === null || code === 1 || code === 2 || code < 0 || isTransient || status >= 500)
		return FAULT;
	if (isPermissionCode(code)) return PERMISSION;
	if (code >= 36_000 && code <= 36_004)
		return {
			cause: 'Instagram does not take this picture.',
			cure: 'Give a JPEG of at most 8 MB, between 4:5 and 1.91:1.'
		};
	return {
		cause: `Instagram refuses what was asked (code ${code}${subcode ? `, ${subcode}` : ''}).`,
		cure: 'Change what is asked; Instagram’s own words stand beside this.'
	};
}

/** Codes 3, 10 and 200 to 299: a permission, or something else that this token may not see. */
export const isPermissionCode = (code: number | null) =>
	code !== null && (code === 3 || code === 10 || (code >= 200 && code <= 299));

/** Whether Meta says that nothing of this id is there for this account. */
export const isNotHere = ({ code, subcode }: MetaError) =>
	causeOf({ status: 400, code, subcode, isTransient: false, words: '' }) === NOT_HERE;
