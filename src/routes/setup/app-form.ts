import type { ProviderId } from '$lib/logins.ts';

/** What the form of a login's Meta app shows: where its values come from, and none of them whole. */
export type AppFormData = {
	login: ProviderId;
	/** Whose id and secret: Instagram, or Meta. */
	of: string;
	/** Where Meta's dashboard shows them. */
	where: string;
	hasConfiguration: boolean;
	source: 'environment' | 'saved' | null;
	isPractice: boolean;
	/** The variables that count before what is typed. */
	variables: string[];
	/** The first four and last two characters of each. */
	shown: { id: string; secret: string } | null;
	/** What Meta said when they were saved. */
	verdict: 'right' | 'untold' | null;
	/** Another key sealed what was saved: it has to be typed anew. */
	isUnreadable: boolean;
	blockedBy: 'locked' | 'proof' | null;
	confirmHref: string;
};

/** What came of a form that was sent: what to mend, or what Meta said; never the secret. */
export type AppFormResult = {
	fault?: { field: 'clientId' | 'clientSecret'; sentence: string };
	tested?: string;
	typed: { clientId: string; configId: string };
};
