import { error, type RequestEvent } from '@sveltejs/kit';
import { AppError, internal, notSignedIn, tooLarge } from '../errors.ts';
import { countFields, readBody } from './read-body.ts';
import { errorJson } from './refusal.ts';
import { bodyBounds } from './routes.ts';

/** Runs what an address under `/api/` does; errors become JSON, an unexpected one is logged. */
export async function answer(event: RequestEvent, act: () => Promise<Response>): Promise<Response> {
	try {
		return await act();
	} catch (caught) {
		if (caught instanceof AppError) return errorJson(caught, event.locals.requestId);
		event.locals.report(caught);
		return errorJson(internal(), event.locals.requestId);
	}
}

/** Shows an AppError as the error page, with its status. */
export async function page<Data>(event: RequestEvent, load: () => Promise<Data>): Promise<Data> {
	try {
		return await load();
	} catch (caught) {
		if (!(caught instanceof AppError)) throw caught;
		show(event, caught);
	}
}

function show({ locals }: RequestEvent, { status, code, message }: AppError): never {
	error(status, { code, message, requestId: locals.requestId });
}

/**
 * The fields of a form; what cannot be read as one has none, and each address then says what it
 * misses. More than its route reads is 413, before anything is parsed.
 */
export async function readForm(event: RequestEvent): Promise<FormData> {
	const { maxBody, maxFields } = bodyBounds(event.route.id);
	const type = event.request.headers.get('content-type') ?? '';
	try {
		const body = await readBody(event.request, maxBody);
		if (countFields(body, type) > maxFields) throw tooLarge();
		return await new Response(body, { headers: { 'content-type': type } }).formData();
	} catch (caught) {
		if (isTooLarge(caught)) show(event, tooLarge());
		return new FormData();
	}
}

/** Ours, or Kit's own where a body goes beyond BODY_SIZE_LIMIT. */
const isTooLarge = (caught: unknown) =>
	caught instanceof Error && 'status' in caught && caught.status === 413;

/** @throws AppError not_signed_in */
export function signedIn(event: RequestEvent) {
	if (!event.locals.session) throw notSignedIn();
	return event.locals.session;
}

/** The client's address for the audit log; null where a proxy did not send the promised header. */
export function clientAddress(event: RequestEvent): string | null {
	try {
		return event.getClientAddress();
	} catch {
		return null;
	}
}
