import type { Generated, Selectable } from 'kysely';
import type { Flag, Time } from './column-types.ts';

/** Keys for programs. Times are real time. */
export type ApiKeyTable = {
	/** The key's public eight characters. */
	id: string;
	creatorId: string;
	name: string;
	/** SHA-256 of the whole key, hex. */
	secretHash: string;
	/** A JSON list of what it may do; see keys/actions.ts. */
	actions: string;
	createdAt: Time;
	expiresAt: Time | null;
	/** To the minute; null: not yet. */
	lastUsedAt: Time | null;
	revokedAt: Time | null;
};

export type ApiKeyConnectionTable = { keyId: string; connectionId: string };

/** Calls of a key in one hour, those among them that were refused counted apart. */
export type ApiKeyHourTable = { keyId: string; hour: Time; calls: number; refused: number };

/** The latest refusals of a key, for its page. */
export type ApiKeyRefusalTable = {
	id: Generated<number>;
	keyId: string;
	at: Time;
	code: string;
	sentence: string;
};

/** What Meta has blocked: nobody calls it before `until`, in real time. See brake/. */
export type MetaBlockTable = {
	/** Of a connection or of a whole login; see brake/places.ts. */
	place: string;
	connectionId: string | null;
	/** Meta's code that said so. */
	code: number;
	until: Time;
	/** Blocks in a row for which Meta told no time. */
	untold: number;
};

/** A container that was made through a key: hashes of what it holds, so that it is known again. */
export type ContainerTable = {
	connectionId: string;
	containerId: string;
	kind: PostKind;
	/** SHA-256 of the caption (NFC, trimmed), hex; null: no words. */
	captionHash: string | null;
	/** Of the picture's or film's address, of a carousel of its children's; null: not known. */
	mediaHash: string | null;
	madeAt: Time;
};

export type PostKind = 'image' | 'video' | 'reel' | 'story' | 'carousel';

/** One container that was published, or may have been. On the clock of connections. */
export type PublishTable = {
	id: string;
	connectionId: string;
	creationId: string;
	/** Whose key asked first; it may be gone. */
	keyId: string | null;
	/** These three are the container's; all null where it was not made here. */
	kind: PostKind | null;
	captionHash: string | null;
	mediaHash: string | null;
	/** `claimed`: nothing was sent yet. */
	state: 'claimed' | 'sending' | 'published' | 'unclear';
	claimedAt: Time;
	/** By Meta's clock as far as it is known; null while claimed. */
	sentAt: Time | null;
	/** A JSON list of the newest posts before it was sent; null: they could not be read. */
	knownMedia: string | null;
	/** Null with `published`: a person said that it is there. */
	mediaId: string | null;
	/** Whether a program was told how it ended. */
	isTold: Generated<Flag>;
	/** Why it is unclear: `2`, `4/2207051`, `timeout`, … */
	why: string | null;
	/** Meta's `status_code` of the container when it was last read. */
	containerSays: string | null;
	/** Since when it reads FINISHED with nothing that fits. */
	finishedAt: Time | null;
	looks: Generated<number>;
	nextLookAt: Time | null;
};

export type Publish = Selectable<PublishTable>;
