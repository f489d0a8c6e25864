import type { Selectable } from 'kysely';
import type {
	AlertChannelTable,
	AlertConfirmationTable,
	AlertHearerTable,
	AlertTable,
	AlertsToldTable,
	CalendarTable,
	HeartbeatTable,
	SeenBrowserTable
} from './alert-tables.ts';
import type { BackupTable } from './backup-tables.ts';
import type { FeedMarkTable, FeedShownTable, FeedSlugTable, FeedTable } from './feed-tables.ts';
import type {
	ContentPictureTable,
	ContentSyncTable,
	MediaSpaceTable,
	PostChildTable,
	PostTable
} from './content-tables.ts';
import type { MetaFindingTable } from './meta-finding-tables.ts';
import type {
	ApiKeyConnectionTable,
	ApiKeyHourTable,
	ApiKeyRefusalTable,
	ApiKeyTable,
	ContainerTable,
	MetaBlockTable,
	PublishTable
} from './tool-tables.ts';
import type {
	ClaimTable,
	CreatorTable,
	IdentityTable,
	SessionTable,
	InvitationTable,
	SignInLinkTable,
	PasskeyTable,
	PasskeyQuestionTable
} from './creator-tables.ts';
import type { AttemptTable, ConnectionTable, RenewalTable } from './connection-tables.ts';
import type {
	InstanceTable,
	KeyCheckTable,
	AuditTable,
	SignedRequestTable,
	SettingMarkTable,
	SchedulerTable,
	MetaAppTable
} from './instance-tables.ts';

/** Every table by its name. */
export type Schema = {
	instance: InstanceTable;
	keyChecks: KeyCheckTable;
	claim: ClaimTable;
	creators: CreatorTable;
	identities: IdentityTable;
	sessions: SessionTable;
	signInLinks: SignInLinkTable;
	passkeys: PasskeyTable;
	passkeyQuestions: PasskeyQuestionTable;
	invitations: InvitationTable;
	attempts: AttemptTable;
	connections: ConnectionTable;
	renewals: RenewalTable;
	auditLog: AuditTable;
	signedRequests: SignedRequestTable;
	settingMarks: SettingMarkTable;
	scheduler: SchedulerTable;
	metaApps: MetaAppTable;
	apiKeys: ApiKeyTable;
	apiKeyConnections: ApiKeyConnectionTable;
	apiKeyHours: ApiKeyHourTable;
	apiKeyRefusals: ApiKeyRefusalTable;
	metaBlocks: MetaBlockTable;
	containers: ContainerTable;
	publishes: PublishTable;
	alertChannels: AlertChannelTable;
	alertConfirmations: AlertConfirmationTable;
	alerts: AlertTable;
	alertsTold: AlertsToldTable;
	alertHearers: AlertHearerTable;
	calendars: CalendarTable;
	seenBrowsers: SeenBrowserTable;
	heartbeat: HeartbeatTable;
	metaFindings: MetaFindingTable;
	backups: BackupTable;
	contentSyncs: ContentSyncTable;
	posts: PostTable;
	postChildren: PostChildTable;
	contentPictures: ContentPictureTable;
	mediaSpace: MediaSpaceTable;
	feeds: FeedTable;
	feedSlugs: FeedSlugTable;
	feedMarks: FeedMarkTable;
	feedShown: FeedShownTable;
};

export type Connection = Selectable<ConnectionTable>;
export type Attempt = Selectable<AttemptTable>;
export type Renewal = Selectable<RenewalTable>;
