import { graphError } from '../errors.ts';
import { splitScopes, textsInJson } from '../query.ts';

const COMMENTS = 'instagram_business_manage_comments';
const MESSAGES = 'instagram_business_manage_messages';

/** What Instagram Login may subscribe to, and the permission for it (Meta, Webhooks). */
const WEBHOOK_FIELDS: Record<string, string> = {
	comments: COMMENTS,
	live_comments: COMMENTS,
	messages: MESSAGES,
	message_echoes: MESSAGES,
	message_reactions: MESSAGES,
	message_edit: MESSAGES,
	messaging_handover: MESSAGES,
	messaging_optins: MESSAGES,
	messaging_postbacks: MESSAGES,
	messaging_referral: MESSAGES,
	messaging_seen: MESSAGES,
	standby: MESSAGES
};

/**
 * The fields that `subscribed_fields` names, or Meta's refusal: of none, of an unknown one (100), of
 * those that a permission is missing for (200). One that cannot be had refuses all.
 */
export function wantedWebhookFields(text: string, scopes: string[]): string[] | Response {
	const wanted = textsInJson(text) ?? splitScopes(text);
	if (!wanted.length)
		return graphError({
			message: '(#100) The parameter subscribed_fields is required.',
			code: 100
		});
	const unknown = wanted.findIndex((name) => !Object.hasOwn(WEBHOOK_FIELDS, name));
	if (unknown >= 0)
		return graphError({
			message:
				`(#100) Param subscribed_fields[${unknown}] must be one of ` +
				`{${Object.keys(WEBHOOK_FIELDS).join(', ')}} - got "${wanted[unknown]?.slice(0, 100)}".`,
			code: 100
		});
	const closed = wanted.filter((name) => !scopes.includes(WEBHOOK_FIELDS[name] ?? ''));
	if (!closed.length) return wanted;
	const sentences = closed.map(
		(name) =>
			`To subscribe to the ${name} field, one of these permissions is needed: ${WEBHOOK_FIELDS[name]}`
	);
	return graphError({ message: `(#200) ${sentences.join('\n')}`, code: 200, status: 403 });
}
