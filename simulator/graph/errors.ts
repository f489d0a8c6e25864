import { graphError, type GraphErrorParts } from '../errors.ts';
import { type Login, type Permission, PERMISSIONS } from './permissions.ts';

type Asked = { login: Login };

/** An error of either host: many of graph.instagram.com have the type `IGApiException`. */
export const refusal = ({ login }: Asked, parts: GraphErrorParts) =>
	graphError({ type: login === 'instagram' ? 'IGApiException' : 'OAuthException', ...parts });

/** Code 100 with a sentence: a parameter that cannot be. */
export const invalidParameter = (asked: Asked, message: string, subcode?: number) =>
	refusal(asked, {
		message: `(#100) ${message}`,
		code: 100,
		...(subcode === undefined ? {} : { subcode })
	});

export const missingParameter = (asked: Asked, name: string) =>
	invalidParameter(asked, `The parameter ${name} is required`);

/** Field, node type: graph.facebook.com names the kind of node, graph.instagram.com does not. */
export const nonexistingField = (asked: Asked, field: string, nodeType: string) =>
	invalidParameter(
		asked,
		`Tried accessing nonexisting field (${field})` +
			(asked.login === 'facebook' ? ` on node type (${nodeType})` : '')
	);

/** No such thing, none that the caller may see, or none that takes this method. */
export function noSuchObject({ login }: Asked, method: string, id: string): Response {
	const message =
		`Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, ` +
		'cannot be loaded due to missing permissions, or does not support this operation';
	const more =
		'. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api';
	return login === 'instagram'
		? graphError({ message, type: 'IGApiException', code: 100, subcode: 33 })
		: graphError({ message: message + more, type: 'GraphMethodException', code: 100, subcode: 33 });
}

/** Code 10 with HTTP 403; for publishing Meta names the permission. */
export function permissionMissing(asked: Asked, permission: Permission): Response {
	const [scope] = PERMISSIONS[permission][asked.login] ?? [];
	const message =
		permission === 'publish' && scope
			? `(#10) Requires ${scope} permission to manage the object`
			: '(#10) Application does not have permission for this action';
	return refusal(asked, { message, code: 10, status: 403 });
}
