import type { Kysely } from 'kysely';
import { LOGINS, type ProviderId, PROVIDER_IDS } from '../../logins.ts';
import { days, hours } from '../clock.ts';
import { ownerId } from '../creators/creator.ts';
import type { Schema } from '../database/schema.ts';
import type { CallOver } from '../meta/call-over.ts';
import type { Providers } from '../meta/provider.ts';
import type { Tell } from '../tell.ts';
import { lookedAt, noteFound, noteToldOf, readFound, toldOfSubjects } from './findings.ts';
import { ANSWERED_BY, loginPageOf, metaChanges } from './judge.ts';
import { lookAtLoginPage } from './login-page.ts';

/** A login page is looked at so often; one that was not reached, after a day. */
const EVERY = days(7);
const AGAIN = days(1);
/** Who has just set Mooring up is looking at the login page themselves. */
const FIRST_AFTER = hours(1);

export type MetaWatchDeps = {
	db: Kysely<Schema>;
	/** META_GRAPH_VERSION. */
	version: string;
	providers: Providers;
	tell: Tell;
	/** Milliseconds of real time: what Meta does follows no clock of practice. */
	realNow: () => number;
	fetch?: typeof globalThis.fetch;
};

/** Looks for what changes at Meta, and tells the owner once of each. */
export function metaWatch(deps: MetaWatchDeps) {
	const { db, version, realNow } = deps;
	const began = realNow();
	/** By which version Meta answered last; undefined: nothing new. */
	let answeredBy: string | null | undefined;

	const callOver: CallOver = ({ asked, answeredBy: by }) => {
		if (asked === version && by !== null) answeredBy = by === version ? null : by;
	};

	async function look(isStart = false): Promise<void> {
		if (answeredBy !== undefined) {
			const found = answeredBy === null ? null : `${version} ${answeredBy}`;
			await noteFound(db, ANSWERED_BY, found, realNow());
			answeredBy = undefined;
		}
		await lookAtLogins(isStart);
		await tellChanges(deps);
	}

	async function lookAtLogins(isStart: boolean) {
		if ((await ownerId(db)) === null) return;
		const looked = await lookedAt(db);
		for (const id of PROVIDER_IDS) {
			const last = looked.get(loginPageOf(id));
			const isDue =
				last === undefined ? isStart || realNow() - began > FIRST_AFTER : realNow() - last > EVERY;
			if (isDue) await lookAtLogin(deps, id);
		}
	}

	return { callOver, look };
}

async function lookAtLogin({ db, providers, realNow, fetch }: MetaWatchDeps, id: ProviderId) {
	const provider = providers[id];
	if (!provider) return;
	const options = { forceReauth: false, isRerequest: false };
	const url = provider.createAuthorizationURL('look', [...LOGINS[id].reading], options);
	const found = await lookAtLoginPage(url, fetch);
	if (found !== undefined) return noteFound(db, loginPageOf(id), found, realNow());
	const { loginPages } = await readFound(db);
	await noteFound(db, loginPageOf(id), loginPages[id] ?? null, realNow() - EVERY + AGAIN);
}

async function tellChanges({ db, version, tell, realNow }: MetaWatchDeps) {
	const changes = metaChanges(version, await readFound(db), realNow());
	await db.transaction().execute(async (trx) => {
		// Nobody is there to hear it yet: it is told once somebody is.
		if ((await ownerId(trx)) === null) return;
		const told = await toldOfSubjects(trx);
		for (const { subject, key, sentence, cure } of changes) {
			if (told.get(subject) === key) continue;
			await noteToldOf(trx, subject, key, realNow());
			const type = 'instance.meta_change';
			await tell(trx, { what: 'instance', type, sentence: `${sentence} ${cure}` });
		}
		for (const [subject, key] of told) {
			const isOver = !changes.some((change) => change.subject === subject);
			if (key !== null && isOver) await noteToldOf(trx, subject, null, realNow());
		}
	});
}
