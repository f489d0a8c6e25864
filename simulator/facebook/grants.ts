import { PUBLIC_PROFILE } from './scopes.ts';

/** "90 days based on when the user was last active" (Meta, auth-vs-data). */
export const DATA_ACCESS_MS = 90 * 86_400_000;

/** What one person allowed one app. It holds for every token of the two, old ones too. */
export type Grant = {
	clientId: string;
	username: string;
	granted: Set<string>;
	declined: Set<string>;
	/** The Pages and the Instagram accounts that were chosen in the dialog, by id. */
	pageIds: Set<string>;
	instagramIds: Set<string>;
	consentedAt: number;
	/** Ended over the control address before its time. */
	isDataAccessCut: boolean;
};

export type Consent = {
	clientId: string;
	username: string;
	/** What the dialog asked about, and what of it stayed ticked. */
	offered: string[];
	ticked: string[];
	/** Null where the dialog did not ask about Pages. */
	pageIds: string[] | null;
	instagramIds: string[] | null;
	now: number;
};

const keyOf = (clientId: string, username: string) => `${clientId} ${username}`;

export const dataAccessEnd = (grant: Grant) => grant.consentedAt + DATA_ACCESS_MS;

export const hasDataAccess = (grant: Grant, now: number) =>
	!grant.isDataAccessCut && now < dataAccessEnd(grant);

export function createGrants() {
	const grants = new Map<string, Grant>();
	/** What the control took away and may give back. */
	const takenAway = new Map<string, Grant>();
	const find = (clientId: string, username: string) => grants.get(keyOf(clientId, username));
	return {
		find,
		/** Adds a consent to what was allowed before; what was not asked about stays as it was. */
		consent({ clientId, username, ...given }: Consent): Grant {
			const before = find(clientId, username);
			const granted = new Set([PUBLIC_PROFILE, ...(before?.granted ?? [])]);
			const declined = new Set(before?.declined);
			for (const scope of given.offered) {
				const isTicked = scope === PUBLIC_PROFILE || given.ticked.includes(scope);
				(isTicked ? granted : declined).add(scope);
				(isTicked ? declined : granted).delete(scope);
			}
			const grant: Grant = {
				clientId,
				username,
				granted,
				declined,
				pageIds: new Set(given.pageIds ?? before?.pageIds),
				instagramIds: new Set(given.instagramIds ?? before?.instagramIds),
				consentedAt: given.now,
				isDataAccessCut: false
			};
			grants.set(keyOf(clientId, username), grant);
			return grant;
		},
		remove: (clientId: string, username: string) => grants.delete(keyOf(clientId, username)),
		takeAway(isMeant: (username: string) => boolean) {
			for (const [key, grant] of grants) {
				if (!isMeant(grant.username)) continue;
				takenAway.set(key, grant);
				grants.delete(key);
			}
		},
		cutDataAccess(isMeant: (username: string) => boolean) {
			for (const grant of grants.values())
				if (isMeant(grant.username)) grant.isDataAccessCut = true;
		},
		/** Undoes `takeAway`, where no new consent has come, and `cutDataAccess`. */
		giveBack(isMeant: (username: string) => boolean) {
			for (const [key, grant] of takenAway) {
				if (!isMeant(grant.username)) continue;
				takenAway.delete(key);
				if (!grants.has(key)) grants.set(key, grant);
			}
			for (const grant of grants.values())
				if (isMeant(grant.username)) grant.isDataAccessCut = false;
		},
		all: () => [...grants.values()]
	};
}
