import * as z from 'zod';
import { plainText } from './plain-words.ts';
import type { LinkedAccount, LinkedPages } from './provider.ts';
import { longLivedAnswer, profileAnswer } from './schemas.ts';

const { access_token: token } = longLivedAnswer.shape;
const { name, profile_picture_url } = profileAnswer.shape;

/** Facebook's ids are digits alone: users, Pages, Instagram accounts, apps. */
const digits = z
	.union([z.string(), z.int().transform(String)])
	.pipe(z.string().regex(/^\d{1,32}$/));

/**
 * Code exchange and `fb_exchange_token`: "Manually build a login flow", "Long-lived tokens". The
 * end may be missing; 0 is what Meta says elsewhere for a token without one.
 */
export const userTokenAnswer = z.object({
	access_token: token,
	expires_in: z
		.int()
		.min(0)
		.max(10_000_000)
		.nullish()
		.transform((seconds) => seconds || null)
});

/** Any node of the graph by its id alone. */
export const anyNode = z.object({ id: digits });

export const userAnswer = z.object({ id: digits, name });

/** A Page, asked for with its own token. */
export const pageAnswer = z.object({ id: digits, name });

/**
 * A list: "Paginated results". `next` carries the token and lacks the proof, so it only tells that
 * there is more; without a cursor to go on from, that is no answer.
 */
export const listAnswer = z
	.object({
		data: z.array(z.unknown()),
		paging: z
			.object({
				cursors: z.object({ after: z.string().max(4096).nullish() }).nullish(),
				next: z.string().nullish()
			})
			.nullish()
	})
	.transform(({ data, paging }, context) => {
		if (!paging?.next) return { entries: data, after: null };
		const after = paging.cursors?.after;
		if (after) return { entries: data, after };
		context.addIssue({ code: 'custom', path: ['paging'] });
		return z.NEVER;
	});

/** An entry of `/me/permissions`: "User Permissions" reference. */
export const permissionEntry = z.object({
	permission: z.string().regex(/^[\w.:-]{1,100}$/),
	status: z.string()
});

/**
 * An Instagram account, asked of graph.facebook.com, which knows neither `account_type` nor
 * `user_id` there: IG User reference.
 */
export const accountAnswer = z
	.object({
		id: digits,
		username: z
			.string()
			.transform((text) => plainText(text, 300))
			.nullish()
			.catch(null),
		name,
		profile_picture_url
	})
	.transform((account) => ({
		accountId: account.id,
		// Not told here. Whoever connects puts the Facebook user's id in its place.
		appScopedId: account.id,
		username: account.username || account.name || account.id,
		name: account.name ?? null,
		accountType: null,
		pictureUrl: account.profile_picture_url ?? null
	}));

/**
 * An entry of `/me/accounts` with a linked account: "Get started with Facebook Login". The field is
 * silently missing where nothing is linked or a permission is.
 */
export const pageEntry = z.object({
	id: digits,
	name,
	access_token: token.nullish().catch(null),
	instagram_business_account: accountAnswer
});

/** Seconds of Unix time to milliseconds; 0 is never. */
const moment = z
	.int()
	.min(0)
	.max(100_000_000_000)
	.nullish()
	.transform((seconds) => (seconds ? seconds * 1000 : null));

/** `/debug_token`: "Debug Token" reference. A token that Meta cannot read has no `app_id`. */
export const debugAnswer = z.object({
	app_id: digits.nullish(),
	is_valid: z.boolean(),
	expires_at: moment,
	data_access_expires_at: moment,
	error: z
		.object({
			code: z.int().nullable().catch(null),
			subcode: z.int().nullable().catch(null),
			message: z.string().catch('')
		})
		.nullable()
		.catch(null)
});

/**
 * Which Instagram accounts are behind somebody's Pages. A Page whose account is missing or unusable
 * is counted and skipped; an account behind two Pages is told once, by a Page with a token if any.
 * @param own all of `/me/accounts`, asked for what `pageEntry` names
 * @param shared Pages of business portfolios: those that are among the own count once
 */
export function linkedPages(own: unknown[], shared: unknown[] = []): LinkedPages {
	const accounts = new Map<string, LinkedAccount>();
	for (const account of [...own, ...shared].flatMap(linkedAccount)) {
		const { accountId } = account.profile;
		const known = accounts.get(accountId);
		if (known === undefined || known.pageToken === null) accounts.set(accountId, account);
	}
	const further = new Set(shared.flatMap(idOf)).difference(new Set(own.flatMap(idOf)));
	return { accounts: [...accounts.values()], pageCount: own.length + further.size };
}

const idOf = (entry: unknown) => anyNode.safeParse(entry).data?.id ?? [];

function linkedAccount(entry: unknown): LinkedAccount[] {
	const { data: page } = pageEntry.safeParse(entry);
	if (page === undefined) return [];
	return [
		{
			pageId: page.id,
			pageName: page.name ?? page.id,
			pageToken: page.access_token ?? null,
			profile: page.instagram_business_account
		}
	];
}
