import { error, type RequestEvent } from '@sveltejs/kit';
import { AppError, internal, notSignedIn, tooLarge } from '../errors.ts';
import { errorJson } from './refusal.ts';

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
 * misses. More than Mooring reads at once is 413.
 */
export async function readForm(event: RequestEvent): Promise<FormData> {
	try {
		return await event.request.formData();
	} catch (caught) {
		if (isTooLarge(caught)) show(event, tooLarge());
		return new FormData();
	}
}

/** Kit's own error where a body goes beyond BODY_SIZE_LIMIT; `formData` may wrap it. */
const isTooLarge = (caught: unknown): boolean =>
	caught instanceof Error &&
	(('status' in caught && caught.status === 413) || isTooLarge(caught.cause));

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
