import { getApp } from '$lib/server/app.ts';
import { answerFeed } from '$lib/server/http/feeds.ts';
import type { RequestHandler } from './$types';

/** Feeds, for websites and their visitors. */
export const fallback: RequestHandler = (event) => answerFeed(event, getApp());
