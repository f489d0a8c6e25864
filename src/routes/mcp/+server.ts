import type { RequestHandler } from './$types';
import { getApp } from '$lib/server/app.ts';
import { mcp } from '$lib/server/http/mcp.ts';
import { answerProgram } from '$lib/server/http/programs.ts';

/** What assistants ask, by the Model Context Protocol. */
export const fallback: RequestHandler = (event) => answerProgram(event, () => mcp(event, getApp()));
