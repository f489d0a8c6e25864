import { PROVIDER_IDS } from '../../logins.ts';
import { minutes } from '../clock.ts';
import { AppError } from '../errors.ts';
import { type NotSigned, readSignedRequest, type SignedRequest } from '../meta/signed-request.ts';
import type { Logins } from '../settings/login.ts';
import type { PreviousSecrets } from '../settings/secrets.ts';

type Secrets = Logins & { previousSecrets: PreviousSecrets };

/** How far Meta's clock may be ahead of ours. */
const AHEAD = minutes(10);

/** A call that is not Meta's; `why` goes into the log, and says nothing of its contents. */
export class NotMetas extends AppError {
	readonly why: NotSigned['refused'] | 'future';

	constructor(why: NotMetas['why']) {
		super('invalid_signature', 'This address takes only what Meta has signed for this app.');
		this.name = 'NotMetas';
		this.why = why;
	}
}

/** Whether anything could be Meta's call: without an app's secret nothing is. */
export const mayBeSigned = (settings: Secrets) => secretsIn(settings).length > 0;

/**
 * What Meta signed, from the one form field `signed_request`. Which app's secret signs for Instagram
 * Login is not documented, so any app counts, and so does the one before it.
 * @throws NotMetas
 */
export function readSignedForm(form: FormData, settings: Secrets, now: number): SignedRequest {
	const [text, ...more] = form.getAll('signed_request');
	if (typeof text !== 'string' || more.length > 0) throw new NotMetas('malformed');
	const request = readSignedRequest(text, secretsIn(settings));
	if ('refused' in request) throw new NotMetas(request.refused);
	if (request.issuedAt > now + AHEAD) throw new NotMetas('future');
	return request;
}

const secretsIn = (settings: Secrets) =>
	[
		...PROVIDER_IDS.map((id) => settings[id]?.clientSecret),
		...PROVIDER_IDS.map((id) => settings.previousSecrets[id])
	].filter((secret) => typeof secret === 'string');
