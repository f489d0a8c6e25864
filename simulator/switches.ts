import { PICTURES, type Pictures } from './graph/odd-pictures.ts';
import { PUBLISH_FAULTS, type PublishFault } from './faults.ts';

/**
 * Where Meta's answer is not known for sure, or was seen in more than one form, a switch says which
 * form is played. Each entry: the values it takes (`number`, `text` for free ones), the default first.
 */
export type Switches = {
	exchangeShape: 'flat' | 'wrapped';
	permissionsShape: 'array' | 'string';
	userIdShape: 'number' | 'string';
	profileShape: 'flat' | 'wrapped';
	stateOnDenial: boolean;
	longLivedSeconds: number;
	expiresInAnswer: 'true' | 'missing' | 'string' | 'zero' | 'negative' | 'huge';
	refreshRotates: boolean;
	refreshKillsOld: boolean;
	refreshTellsPermissions: boolean;
	tooEarlyStatus: number;
	tooEarlyCode: number;
	tooEarlyMessage: string;
	expiredSubcode: 0 | 463 | null;
	passwordSubcode: 460 | null;
	revocation: 'refused' | 'works' | 'fails';
	usageHeaders: boolean;
	requireProof: boolean;
	facebookExpiresIn: 'true' | 'missing';
	facebookRevocationAnswer: 'object' | 'bare';
	dataAccessExpired: 'permission_200' | 'token_493';
	emptyFirstPart: boolean;
	/** A list is refused that asks for more than this; 0 for no bound. */
	mostAtOnce: number;
	usagePercent: number;
	/** Told as the time to wait from 100 percent on, and by the faults of rates. */
	regainMinutes: number;
	mediaLists: 'true' | 'empty' | 'failing';
	/** Lists of posts show only so many of the newest; 0 for all. */
	mostPosts: number;
	/** How many posts are drawn for an account that does not say so itself. */
	postsDrawn: number;
	missingMediaUrl: 'some' | 'none' | 'all';
	/** What the host of pictures answers for posts. */
	pictures: Pictures;
	captionsCut: boolean;
	archivedPosts: 'hidden' | 'listed';
	mediaIdShape: 'string' | 'number';
	insightsLagHours: number;
	repostsMetric: 'refused' | 'served';
	developmentMode: boolean;
	commentWithFields: 'created_and_refused' | 'ignored';
	hideInBody: boolean;
	appScopedIdInPaths: boolean;
	imageSeconds: number;
	videoSeconds: number;
	fetcher: 'real' | 'trusting';
	publishQuota: number;
	/** Containers in 24 hours; an account may not make more. */
	containerQuota: number;
	publishAnswer: 'true' | PublishFault;
	secondPublish: 'refused' | 'doubled';
	/** What a published container says of itself. */
	publishedContainer: 'PUBLISHED' | 'FINISHED';
	/** How long a published post is missing in lists. */
	listLagSeconds: number;
	secondApp: 'silent' | 'other_caption' | 'same_caption';
	webhooksTwice: boolean;
	messageWindow: 'open' | 'closed';
};

export const DEFAULT_SWITCHES: Switches = {
	exchangeShape: 'flat',
	permissionsShape: 'array',
	userIdShape: 'number',
	profileShape: 'flat',
	stateOnDenial: true,
	longLivedSeconds: 5_183_944,
	expiresInAnswer: 'true',
	refreshRotates: true,
	refreshKillsOld: false,
	refreshTellsPermissions: false,
	tooEarlyStatus: 400,
	tooEarlyCode: 100,
	tooEarlyMessage: 'The access token is not yet old enough to be refreshed',
	expiredSubcode: 0,
	passwordSubcode: 460,
	revocation: 'refused',
	usageHeaders: false,
	requireProof: false,
	facebookExpiresIn: 'true',
	facebookRevocationAnswer: 'object',
	dataAccessExpired: 'permission_200',
	emptyFirstPart: false,
	mostAtOnce: 0,
	usagePercent: 28,
	regainMinutes: 12,
	mediaLists: 'true',
	mostPosts: 0,
	postsDrawn: 30,
	missingMediaUrl: 'some',
	pictures: 'true',
	captionsCut: true,
	archivedPosts: 'hidden',
	mediaIdShape: 'string',
	insightsLagHours: 0,
	repostsMetric: 'refused',
	developmentMode: false,
	commentWithFields: 'created_and_refused',
	hideInBody: true,
	appScopedIdInPaths: true,
	imageSeconds: 0,
	videoSeconds: 4,
	fetcher: 'real',
	publishQuota: 100,
	containerQuota: 400,
	publishAnswer: 'true',
	secondPublish: 'refused',
	publishedContainer: 'PUBLISHED',
	listLagSeconds: 0,
	secondApp: 'silent',
	webhooksTwice: false,
	messageWindow: 'open'
};

type Allowed = readonly unknown[] | 'text' | { from: number; to: number };

/** What each switch may be set to; the control page draws its fields from this table. */
export const SWITCH_VALUES: Record<keyof Switches, Allowed> = {
	exchangeShape: ['flat', 'wrapped'],
	permissionsShape: ['array', 'string'],
	userIdShape: ['number', 'string'],
	profileShape: ['flat', 'wrapped'],
	stateOnDenial: [true, false],
	longLivedSeconds: { from: 1, to: 1_000_000_000 },
	expiresInAnswer: ['true', 'missing', 'string', 'zero', 'negative', 'huge'],
	refreshRotates: [true, false],
	refreshKillsOld: [false, true],
	refreshTellsPermissions: [false, true],
	tooEarlyStatus: { from: 200, to: 599 },
	tooEarlyCode: { from: -10, to: 1_000_000 },
	tooEarlyMessage: 'text',
	expiredSubcode: [0, 463, null],
	passwordSubcode: [460, null],
	revocation: ['refused', 'works', 'fails'],
	usageHeaders: [false, true],
	requireProof: [false, true],
	facebookExpiresIn: ['true', 'missing'],
	facebookRevocationAnswer: ['object', 'bare'],
	dataAccessExpired: ['permission_200', 'token_493'],
	emptyFirstPart: [false, true],
	mostAtOnce: { from: 0, to: 1_000_000 },
	usagePercent: { from: 0, to: 1000 },
	regainMinutes: { from: 0, to: 10_000 },
	mediaLists: ['true', 'empty', 'failing'],
	mostPosts: { from: 0, to: 10_000 },
	postsDrawn: { from: 0, to: 10_000 },
	missingMediaUrl: ['some', 'none', 'all'],
	pictures: PICTURES,
	captionsCut: [true, false],
	archivedPosts: ['hidden', 'listed'],
	mediaIdShape: ['string', 'number'],
	insightsLagHours: { from: 0, to: 48 },
	repostsMetric: ['refused', 'served'],
	developmentMode: [false, true],
	commentWithFields: ['created_and_refused', 'ignored'],
	hideInBody: [true, false],
	appScopedIdInPaths: [true, false],
	imageSeconds: { from: 0, to: 86_400 },
	videoSeconds: { from: 0, to: 86_400 },
	fetcher: ['real', 'trusting'],
	publishQuota: { from: 0, to: 1_000_000 },
	containerQuota: { from: 0, to: 1_000_000 },
	publishAnswer: ['true', ...PUBLISH_FAULTS],
	secondPublish: ['refused', 'doubled'],
	publishedContainer: ['PUBLISHED', 'FINISHED'],
	listLagSeconds: { from: 0, to: 86_400 },
	secondApp: ['silent', 'other_caption', 'same_caption'],
	webhooksTwice: [false, true],
	messageWindow: ['open', 'closed']
};

function isAllowed(allowed: Allowed, value: unknown): boolean {
	if (allowed === 'text') return typeof value === 'string' && value.length <= 500;
	if ('from' in allowed)
		return Number.isInteger(value) && allowed.from <= Number(value) && Number(value) <= allowed.to;
	return allowed.includes(value);
}

function describe(allowed: Allowed): string {
	if (allowed === 'text') return 'a text of at most 500 characters';
	if ('from' in allowed) return `a whole number from ${allowed.from} to ${allowed.to}`;
	return `one of ${allowed.map((value) => JSON.stringify(value)).join(', ')}`;
}

/** Checks a partial set of switches. @returns a sentence on the first that cannot be, else null */
export function complaintAboutSwitches(given: Record<string, unknown>): string | null {
	for (const [name, value] of Object.entries(given)) {
		if (!Object.hasOwn(SWITCH_VALUES, name)) return `There is no switch named "${name}".`;
		const allowed = SWITCH_VALUES[name as keyof Switches];
		if (!isAllowed(allowed, value)) return `The switch ${name} takes ${describe(allowed)}.`;
	}
	return null;
}
