import type { UnclearPublish } from '$lib/server/relay/publish/unclear.ts';

/** A publish that its creator has to look for; times in ISO 8601 UTC, on the clock of connections. */
export type UnclearView = {
	id: string;
	username: string;
	/** "A picture". */
	what: string;
	sentAt: string;
	/** What came of it, in a sentence or two. */
	said: string;
};

const KINDS = {
	image: 'A picture',
	video: 'A film',
	reel: 'A reel',
	story: 'A story',
	carousel: 'A carousel'
};

export const unclearView = (publish: UnclearPublish): UnclearView => ({
	id: publish.id,
	username: publish.username,
	what: publish.kind === null ? 'A post' : KINDS[publish.kind],
	sentAt: new Date(publish.sentAt).toISOString(),
	said: [saidBy(publish), publish.nextLookAt === null ? '' : 'Mooring goes on looking for it.']
		.filter(Boolean)
		.join(' ')
});

function saidBy({ why, isPublished }: UnclearPublish) {
	if (isPublished) return 'Meta says that it is published; only which post it became is not known.';
	return /^-?\d/.test(why) ? `Meta answered with code ${why}.` : `No clear answer came: ${why}.`;
}
