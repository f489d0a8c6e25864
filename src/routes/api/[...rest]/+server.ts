import { notFound } from '$lib/server/errors.ts';
import { errorJson } from '$lib/server/http/refusal.ts';
import type { RequestHandler } from './$types';

/** Every other address under `/api/`: the same JSON for an error as everywhere. */
export const fallback: RequestHandler = (event) => errorJson(notFound(), event.locals.requestId);
