import * as z from 'zod';
import { plainText } from './plain-words.ts';

/** Printable ASCII without spaces and quotes (RFC 6749, appendix A.12, and stricter). */
const token = z
	.string()
	.max(8192)
	.regex(/^[!#-&(-~]+$/);

/** Ids come as text, as a number, or, beyond 2^53, as the exact text that `parse` made of it. */
const id = z
	.union([z.string(), z.int().nonnegative().transform(String)])
	.pipe(z.string().regex(/^[\w.-]{1,64}$/));

/** An array, or text parted by commas or spaces, possibly URL-encoded; null where not told. */
const permissions = z
	.union([z.array(z.string()), z.string().transform((text) => [text])])
	.transform((list) => {
		const names = list.flatMap((text) => decoded(text).split(/[\s,+]+/));
		return [...new Set(names)].filter((name) => /^[\w.:-]{1,100}$/.test(name)).slice(0, 100);
	});

/** The code exchange's answer: "Business Login for Instagram", step 2. */
export const shortLivedAnswer = z.object({
	access_token: token,
	user_id: id.nullish(),
	permissions: permissions.nullish()
});

/**
 * Long-lived exchange and refresh: "Access Token" and "Refresh Access Token" reference. A token
 * whose end is not told in whole seconds between an hour and 115 days does not count.
 */
export const longLivedAnswer = z.object({
	access_token: token,
	expires_in: z.int().min(3_600).max(10_000_000)
});

/** `/me`: "Get started with Instagram Login". Only the two ids and the username must be there. */
export const profileAnswer = z.object({
	id,
	user_id: id,
	username: z
		.string()
		.transform((text) => plainText(text, 300))
		.pipe(z.string().min(1)),
	name: z
		.string()
		.transform((text) => plainText(text, 1000) || null)
		.nullish()
		.catch(null),
	account_type: z.string().transform(accountType).nullish().catch(null),
	profile_picture_url: z
		.url({ protocol: /^https?$/ })
		.max(4096)
		.nullish()
		.catch(null)
});

/** DELETE `/me/permissions`: `{"success":true}`, or a bare `true` as older pages say. */
export const revokeAnswer = z.union([
	z.boolean(),
	z.object({ success: z.boolean() }).transform(({ success }) => success)
]);

/** Documentation and wire differ in case: `Business` and `BUSINESS`. */
function accountType(text: string): 'business' | 'creator' | null {
	const kind = text.toLowerCase();
	if (kind === 'business') return 'business';
	return kind === 'media_creator' || kind === 'creator' ? 'creator' : null;
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
