import type { RequestHandler } from './$types';
import { getApp } from '$lib/server/app.ts';
import { apiV1 } from '$lib/server/http/api-v1.ts';
import { answerProgram } from '$lib/server/http/programs.ts';

/** What programs ask of Mooring itself. */
export const fallback: RequestHandler = (event) =>
	answerProgram(event, () => apiV1(event, getApp()));
