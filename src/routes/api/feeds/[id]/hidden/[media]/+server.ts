import { marking } from '../../marking.server.ts';

/** Hides a post in this feed, now and after it was gone and came back, and shows it again. */
export const { PUT, DELETE } = marking('hidden');
