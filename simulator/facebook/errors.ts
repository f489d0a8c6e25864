import { graphError } from '../errors.ts';
import type { Switches } from '../switches.ts';

const DOCUMENTATION =
	'Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api';

/** An error of graph.facebook.com with nothing but its words and its code. */
export const facebookError = (message: string, code: number, subcode: number | null = null) =>
	graphError({ message, code, subcode });

export const userTokenNeeded = () =>
	facebookError(
		'An active access token must be used to query information about the current user.',
		2500
	);

export const tokenNeeded = () =>
	facebookError('An access token is required to request this resource.', 104);

export const cannotParse = () =>
	facebookError('Invalid OAuth access token - Cannot parse access token', 190);

/** For an app token with another secret. */
export const badSignature = () => facebookError('Invalid OAuth access token signature.', 190);

const aboutProof = (message: string) =>
	graphError({ message, code: 100, type: 'GraphMethodException' });

export const wrongProof = () => aboutProof('Invalid appsecret_proof provided in the API argument');

export const proofNeeded = () =>
	aboutProof('API calls from the server require an appsecret_proof argument');

export const noSuchObject = (method: string, id: string) =>
	graphError({
		message:
			`Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, ` +
			'cannot be loaded due to missing permissions, or does not support this operation. ' +
			DOCUMENTATION,
		type: 'GraphMethodException',
		code: 100,
		subcode: 33
	});

export const noSuchAlias = (alias: string) =>
	facebookError(`(#803) Some of the aliases you requested do not exist: ${alias}`, 803);

export const nonexistingField = (field: string, nodeType: string) =>
	facebookError(
		`(#100) Tried accessing nonexisting field (${field}) on node type (${nodeType})`,
		100
	);

export const mayNot = () =>
	graphError({
		message: '(#10) Application does not have permission for this action',
		code: 10,
		status: 403
	});

/** What a call for data gets 90 days after the consent: two forms, by switch. */
export function dataAccessError(switches: Switches): Response {
	if (switches.dataAccessExpired === 'token_493')
		return facebookError(
			"The access token is invalid since the user hasn't engaged the app in longer than 90 days.",
			190,
			493
		);
	return graphError({
		message:
			'(#200) The data access of this user has expired; the user must log in to the app again',
		code: 200,
		status: 403
	});
}
