import type { Schema } from '../database/schema.ts';

type Columns = { [T in keyof Schema]?: readonly (keyof Schema[T])[] };

/**
 * What an export takes from each table. A table or column that is neither here nor among those below
 * fails the types: whoever adds one decides. docs/EXPORT.md tells it to people.
 */
export const LEAVES = {
	creators: ['id', 'createdAt'],
	identities: ['provider', 'accountId', 'appScopedId', 'username', 'createdAt'],
	sessions: [
		'device',
		'address',
		'createdAt',
		'lastUsedAt',
		'expiresAt',
		'reauthenticatedAt',
		'provedBy'
	],
	seenBrowsers: ['browser', 'lastAt'],
	passkeys: ['name', 'rpId', 'createdAt', 'lastUsedAt'],
	invitations: ['label', 'createdAt', 'expiresAt'],
	connections: [
		'id',
		'provider',
		'accountId',
		'appScopedId',
		'username',
		'name',
		'accountType',
		'pageId',
		'pageName',
		'granted',
		'asked',
		'askedLatest',
		'dismissed',
		'connectedAt',
		'issuedAt',
		'expiresAt',
		'userTokenExpiresAt',
		'dataAccessExpiresAt',
		'lastRefreshAt',
		'nextAttemptAt',
		'failures',
		'failingSince',
		'failingCause',
		'endedCause',
		'endedAt',
		'causeDetail',
		'disconnectedAt',
		'revocationOutcome',
		'revocationMessage'
	],
	renewals: [
		'at',
		'trigger',
		'outcome',
		'code',
		'cause',
		'detail',
		'expiresBefore',
		'expiresAfter',
		'nextDueAt'
	],
	containers: ['containerId', 'kind', 'madeAt'],
	publishes: ['creationId', 'keyId', 'kind', 'state', 'claimedAt', 'sentAt', 'mediaId', 'why'],
	auditLog: ['at', 'kind', 'connectionId', 'detail', 'address'],
	apiKeys: ['id', 'name', 'actions', 'createdAt', 'expiresAt', 'lastUsedAt', 'revokedAt'],
	apiKeyConnections: ['connectionId'],
	apiKeyHours: ['hour', 'calls', 'refused'],
	apiKeyRefusals: ['at', 'code', 'sentence'],
	alertChannels: [
		'id',
		'kind',
		'address',
		'state',
		'types',
		'createdAt',
		'lastAt',
		'lastOk',
		'lastSentence'
	],
	alerts: ['channelId', 'connectionId', 'type', 'at', 'state', 'attempts', 'doneAt'],
	calendars: ['madeAt'],
	contentSyncs: ['syncedAt', 'failing', 'failingSince'],
	posts: [
		'mediaId',
		'kind',
		'caption',
		'permalink',
		'publishedAt',
		'isSharedToFeed',
		'likes',
		'comments',
		'alt',
		'leftAt'
	],
	postChildren: ['mediaId', 'kind', 'alt'],
	feeds: ['id', 'name', 'slug', 'enabled', 'rules', 'createdAt'],
	feedSlugs: ['slug', 'since'],
	feedMarks: ['mediaId', 'mark', 'at']
} as const satisfies Columns;

type Told = keyof typeof LEAVES;
type Left<T extends Told> = Exclude<keyof Schema[T], (typeof LEAVES)[T][number]>;

const CREATOR = 'the same in all of the export';
const IN_CONNECTION = 'it stands in its connection';
const SECRET = 'a secret, or the hash of one';
const WORKING = 'says how Mooring works, and nothing of anybody';

/** The columns of those tables that stay here, and why. */
export const COLUMNS_THAT_STAY: { [T in Told]: Record<Left<T>, string> } = {
	creators: {},
	identities: { creatorId: CREATOR },
	sessions: { idHash: SECRET, creatorId: CREATOR },
	seenBrowsers: { creatorId: CREATOR },
	passkeys: {
		id: WORKING,
		creatorId: CREATOR,
		credentialId: 'what a device recognises the passkey by',
		publicKey: 'a key, though the public one',
		counter: WORKING,
		transports: WORKING
	},
	invitations: { codeHash: SECRET, madeBy: CREATOR },
	connections: {
		creatorId: CREATOR,
		pictureType: 'told by the name of the file',
		pictureVersion: WORKING,
		tokenSealed: SECRET,
		tokenVersion: WORKING,
		previousTokenSealed: SECRET,
		previousIssuedAt: WORKING,
		previousExpiresAt: WORKING,
		jitterMs: WORKING,
		leaseOwner: WORKING,
		leaseUntil: WORKING,
		unreadable: WORKING
	},
	renewals: { id: WORKING, connectionId: IN_CONNECTION },
	containers: {
		connectionId: IN_CONNECTION,
		captionHash: SECRET,
		mediaHash: SECRET
	},
	publishes: {
		id: WORKING,
		connectionId: IN_CONNECTION,
		captionHash: SECRET,
		mediaHash: SECRET,
		knownMedia: WORKING,
		isTold: WORKING,
		containerSays: WORKING,
		finishedAt: WORKING,
		looks: WORKING,
		nextLookAt: WORKING
	},
	auditLog: { id: WORKING, creatorId: CREATOR },
	apiKeys: { creatorId: CREATOR, secretHash: SECRET },
	apiKeyConnections: { keyId: 'it stands in its key' },
	apiKeyHours: { keyId: 'it stands in its key' },
	apiKeyRefusals: { id: WORKING, keyId: 'it stands in its key' },
	alertChannels: {
		creatorId: CREATOR,
		sealed: SECRET,
		confirmHash: SECRET,
		confirmUntil: WORKING
	},
	alerts: {
		id: WORKING,
		creatorId: CREATOR,
		kind: 'that of its channel',
		data: 'its sentence is told',
		nextAttemptAt: WORKING,
		leaseOwner: WORKING,
		leaseUntil: WORKING,
		messageId: WORKING
	},
	calendars: { creatorId: CREATOR, codeHash: SECRET },
	contentSyncs: {
		id: IN_CONNECTION,
		nameKey: SECRET,
		version: WORKING,
		username: 'that of the connection, or an earlier one',
		name: 'that of the connection, or an earlier one',
		pictureVersion: WORKING,
		staleToldAt: WORKING,
		doubtedAt: WORKING,
		doubted: WORKING,
		unwantedSince: WORKING,
		nextAttemptAt: WORKING,
		leaseOwner: WORKING,
		leaseUntil: WORKING
	},
	posts: { connectionId: IN_CONNECTION },
	postChildren: {
		connectionId: IN_CONNECTION,
		parentId: 'it stands in its post',
		position: 'its place'
	},
	feeds: { connectionId: IN_CONNECTION, version: WORKING },
	feedSlugs: { feedId: 'it stands in its feed' },
	feedMarks: { feedId: 'it stands in its feed' }
};

const OF_ALL = 'of the instance, and of no creator';
const SHORT = 'lives for minutes, and holds hashes of secrets';
const DOING = 'what was done already, so that it is not done twice';

/** The tables of which nothing leaves, and why. */
export const TABLES_THAT_STAY: Record<Exclude<keyof Schema, Told>, string> = {
	instance: OF_ALL,
	keyChecks: OF_ALL,
	claim: 'told as isOwner',
	signInLinks: SHORT,
	passkeyQuestions: SHORT,
	attempts: SHORT,
	signedRequests: 'hashes of what Meta signed, of nobody in particular',
	settingMarks: OF_ALL,
	scheduler: OF_ALL,
	metaApps: OF_ALL,
	metaBlocks: 'what Meta holds back at this moment',
	alertConfirmations: SHORT,
	alertsTold: DOING,
	alertHearers: DOING,
	heartbeat: OF_ALL,
	backups: OF_ALL,
	mediaSpace: OF_ALL,
	metaFindings: OF_ALL,
	contentPictures: 'told as the files of the pictures',
	feedShown: 'hashes of what the public read'
};
