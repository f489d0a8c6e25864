import type { RequestEvent } from '@sveltejs/kit';
import { isFresh } from '../sessions/fresh.ts';

/** An export is for who has proved within the last ten minutes who it is. */
export const mayExport = ({ locals: { session } }: RequestEvent) =>
	session !== null && isFresh(session);
