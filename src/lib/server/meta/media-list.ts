import * as z from 'zod';
import { MetaRefused, UnexpectedAnswer } from './errors.ts';
import { judgeWhole } from './judge.ts';
import { type FoundMedia, MEDIA_FIELDS, mediaIn } from './media.ts';
import type { Answer } from './request.ts';

/** Asks for a list or a post of this account, with the token put in. */
export type AskMeta = (segments: string[], query: Record<string, string>) => Promise<Answer>;

export type MediaPage = {
	media: FoundMedia[];
	/** Where the next page begins; null: this was the last. */
	after: string | null;
};

const CHILD_FIELDS = ['id', 'media_type', 'media_url', 'thumbnail_url', 'alt_text'];

/** `cursors` may be there on the last page too: only `next` says that there is more. */
const listAnswer = z.object({
	data: z.array(z.unknown()),
	paging: z
		.object({ cursors: z.object({ after: z.string().max(2048).optional() }).optional() })
		.extend({ next: z.string().optional() })
		.nullish()
});

/**
 * One page of `GET /{ig-user}/media` ("IG User Media"), newest first.
 * @param without fields that Meta refused to this login before
 * @throws MetaRefused, UnexpectedAnswer, and what `ask` throws
 */
export async function readMediaPage(
	ask: AskMeta,
	accountId: string,
	{ after, limit, without }: { after: string | null; limit: number; without: ReadonlySet<string> },
	secrets: string[]
): Promise<MediaPage> {
	const answer = await ask([accountId, 'media'], {
		fields: fieldsWithout(without),
		limit: String(limit),
		...(after === null ? {} : { after })
	});
	const { data, paging } = judgeWhole(answer, listAnswer, secrets);
	const next = paging?.next === undefined ? null : (paging.cursors?.after ?? null);
	if (next !== null && next === after)
		throw new UnexpectedAnswer('a list that goes in circles', 200);
	return { media: data.map(mediaIn).filter((one) => one !== null), after: next };
}

/**
 * The whole caption of one post: lists cut long ones.
 * @throws MetaRefused, UnexpectedAnswer, and what `ask` throws
 */
export async function readCaption(ask: AskMeta, mediaId: string, secrets: string[]) {
	const answer = await ask([mediaId], { fields: 'id,caption' });
	const { caption } = judgeWhole(answer, z.object({ caption: z.string().nullish() }), secrets);
	return caption?.toWellFormed().slice(0, 10_000) ?? null;
}

const fieldsWithout = (without: ReadonlySet<string>) =>
	MEDIA_FIELDS.filter((field) => !without.has(field))
		.map((field) =>
			field === 'children'
				? `children{${CHILD_FIELDS.filter((one) => !without.has(one)).join(',')}}`
				: field
		)
		.join(',');

/** In this order where Meta refuses a field and does not say which. */
const DISPENSABLE = ['alt_text', 'is_shared_to_feed', 'like_count', 'comments_count'];
const NEEDED = ['id', 'timestamp'];

/**
 * Which field to leave out after this refusal, where it was about a field: "(#100) Tried accessing
 * nonexisting field (alt_text)".
 */
export function refusedField(error: unknown, without: ReadonlySet<string>): string | null {
	if (!(error instanceof MetaRefused) || error.code !== 100) return null;
	if (!/\bfields?\b/i.test(error.words)) return null;
	const known: readonly string[] = MEDIA_FIELDS;
	const named = (error.words.match(/\w+/g) ?? []).find(
		(word) => word.includes('_') && known.includes(word)
	);
	if (named !== undefined) return without.has(named) || NEEDED.includes(named) ? null : named;
	return DISPENSABLE.find((field) => !without.has(field)) ?? null;
}
