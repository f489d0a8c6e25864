import type { Generated, Selectable } from 'kysely';
import type { Flag, Time } from './column-types.ts';

/** How the content of a connection is kept: its state, and its place in the queue of syncs. */
export type ContentSyncTable = {
	/** The connection's. */
	id: string;
	/** 32 random bytes, hex: file names are made with it, so that nobody can guess them. */
	nameKey: string;
	/** Grows whenever something that a feed shows changed. */
	version: Generated<number>;
	/** The account as the latest good sync found it; null: before that. */
	username: string | null;
	name: string | null;
	/** Of the connection's own picture that a copy for feeds was made of; null: of none. */
	pictureVersion: string | null;
	syncedAt: Time | null;
	/** Why the latest sync was not good; see content/post.ts. */
	failing: string | null;
	failingSince: Time | null;
	/** When its creator was told that its feeds are old; null: not since they were fresh. */
	staleToldAt: Time | null;
	/** When a sync missed so many posts that it was not believed, and which; null: it was. */
	doubtedAt: Time | null;
	/** A JSON list of media ids. */
	doubted: string | null;
	/** Since when no feed of its is on; null: one is. */
	unwantedSince: Time | null;
	nextAttemptAt: Time | null;
	leaseOwner: string | null;
	leaseUntil: Time | null;
};

export type PostTable = {
	connectionId: string;
	mediaId: string;
	kind: string;
	caption: string;
	permalink: string | null;
	publishedAt: Time;
	isSharedToFeed: Flag | null;
	likes: number | null;
	comments: number | null;
	alt: string | null;
	/** When it was missed at Meta: hidden since, erased 7 days later; null: it is there. */
	leftAt: Time | null;
};

export type PostChildTable = {
	connectionId: string;
	/** The media id of the carousel. */
	parentId: string;
	mediaId: string;
	position: number;
	kind: string;
	alt: string | null;
};

/** One row for each picture that Meta named: here, or to be fetched. */
export type ContentPictureTable = {
	connectionId: string;
	/** The media id of the post or child that it is of, or `account`. */
	subject: string;
	/** JSON of a KeptPicture; null: not here. */
	files: string | null;
	/** Of all its files together. */
	bytes: number;
	/** How often it was tried in vain. */
	tries: number;
	/** When it was tried last; null: not yet, and its post waits for that. */
	triedAt: Time | null;
};

/** One row while there is no room for another picture: its owner was told. */
export type MediaSpaceTable = { id: 1; fullSince: Time };

export type ContentSync = Selectable<ContentSyncTable>;
