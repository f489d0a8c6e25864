import { marking } from '../../marking.server.ts';

/** Lets a post stand first in this feed, and where its date puts it again. */
export const { PUT, DELETE } = marking('pinned');
