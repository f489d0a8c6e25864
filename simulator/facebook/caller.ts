import type { FacebookApp } from '../apps.ts';
import type { Visit } from '../visit.ts';
import { appOfToken, proofOf } from './app-token.ts';
import { badSignature, cannotParse, facebookError, proofNeeded, wrongProof } from './errors.ts';
import type { Grant } from './grants.ts';
import type { Page, Person } from './people.ts';
import { facebookTokenProblem } from './token-problem.ts';
import type { FacebookToken } from './tokens.ts';

export type UserCaller = {
	kind: 'user';
	app: FacebookApp;
	token: FacebookToken;
	person: Person;
	grant: Grant;
};
export type PageCaller = Omit<UserCaller, 'kind'> & { kind: 'page'; page: Page };
export type AppCaller = { kind: 'app'; app: FacebookApp };
export type FacebookCaller = UserCaller | PageCaller | AppCaller;

/** The access token of a request: a parameter, or in the header. */
export function tokenText(request: Request, fields: Map<string, string>): string {
	const header = request.headers.get('authorization') ?? '';
	const bearer = /^(?:Bearer|OAuth)\s+(.+)$/i.exec(header)?.[1];
	return fields.get('access_token') ?? bearer?.trim() ?? '';
}

/**
 * Whose token this is, or Facebook's refusal: of one that means nothing, of a wrong or missing proof,
 * of one that is dead. A wrong proof is refused even where none is required.
 */
export function facebookCaller(
	visit: Visit,
	fields: Map<string, string>,
	text: string
): FacebookCaller | Response {
	const { facebook, switches } = visit.world;
	const owner = appOfToken(facebook, text);
	const token = facebook.tokens.find(text);
	const app = owner ?? (token && facebook.apps.get(token.clientId));
	if (!app) return text.includes('|') ? badSignature() : cannotParse();
	const proof = fields.get('appsecret_proof');
	if (proof !== undefined && proof.toLowerCase() !== proofOf(app, text)) return wrongProof();
	if (proof === undefined && switches.requireProof) return proofNeeded();
	return token ? livingCaller(visit, app, token) : { kind: 'app', app };
}

function livingCaller(
	visit: Visit,
	app: FacebookApp,
	token: FacebookToken
): FacebookCaller | Response {
	const { clock, facebook } = visit.world;
	const person = facebook.people.get(token.username);
	if (!person) return cannotParse();
	visit.account = person.username;
	const page = person.pages.find(({ id }) => id === token.pageId) ?? null;
	const problem = facebookTokenProblem(token, person, page, clock.now());
	if (problem) return facebookError(problem.message, problem.code, problem.subcode);
	const grant = facebook.grants.find(app.clientId, person.username);
	if (!grant) return cannotParse();
	const caller = { app, token, person, grant };
	return page ? { kind: 'page', ...caller, page } : { kind: 'user', ...caller };
}
