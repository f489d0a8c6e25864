import type { Endpoint } from '../calls.ts';
import type { Account } from '../instagram/accounts.ts';
import type { NodeAnswer } from '../node.ts';
import type { List } from '../pager.ts';
import { accountInsights } from './account-insights.ts';
import { repliesTo } from './comment-fields.ts';
import { commentsUnder } from './comment-lists.ts';
import { commentOn, replyTo } from './comment-writes.ts';
import type { Comment } from './comment.ts';
import { createContainer } from './create-container.ts';
import type { ListRequest } from './lists.ts';
import { childrenOf } from './media-fields.ts';
import { mediaInsights } from './media-insights.ts';
import { mediaList, storyList } from './media-lists.ts';
import type { Media } from './media.ts';
import { answerMention } from './mentions.ts';
import { conversationList, sendMessage } from './messages.ts';
import { publishingLimit } from './publish-limit.ts';
import { publish } from './publish.ts';
import { ofFacebookOnly, taggedMedia } from './tags.ts';
import type { Viewer } from './viewer.ts';

export type Told = List | NodeAnswer | Response;

/** What hangs at a node, for one method: how it is counted, and what it answers. */
export type Edge<Node> = {
	endpoint: Endpoint;
	answer(viewer: Viewer, node: Node, request: ListRequest): Told | Promise<Told>;
};
type Edges<Node> = Record<string, Partial<Record<string, Edge<Node>>>>;

/** `/{ig}/…` (Meta, IG User). */
export const ACCOUNT_EDGES: Edges<Account> = {
	media: {
		GET: { endpoint: 'media_list', answer: mediaList },
		POST: {
			endpoint: 'container_create',
			answer: (viewer, account, { parameters }) => createContainer(viewer, account, parameters)
		}
	},
	media_publish: {
		POST: {
			endpoint: 'publish',
			answer: (viewer, account, { parameters }) => publish(viewer, account, parameters)
		}
	},
	stories: { GET: { endpoint: 'stories', answer: storyList } },
	insights: {
		GET: {
			endpoint: 'account_insights',
			answer: (viewer, account, { parameters }) => accountInsights(viewer, account, parameters)
		}
	},
	content_publishing_limit: { GET: { endpoint: 'publish_limit', answer: publishingLimit } },
	messages: {
		POST: {
			endpoint: 'messages',
			answer: (viewer, account, { parameters }) => sendMessage(viewer, account, parameters)
		}
	},
	conversations: { GET: { endpoint: 'messages', answer: conversationList } },
	mentions: {
		POST: {
			endpoint: 'comment_write',
			answer: ofFacebookOnly('mentions', (viewer, account, { parameters }) =>
				answerMention(viewer, account, parameters)
			)
		}
	},
	tags: { GET: { endpoint: 'tags', answer: ofFacebookOnly('tags', taggedMedia) } }
};

/** `/{media}/…` (Meta, IG Media). */
export const MEDIA_EDGES: Edges<Media> = {
	children: { GET: { endpoint: 'children', answer: childrenOf } },
	insights: {
		GET: {
			endpoint: 'media_insights',
			answer: (viewer, media, { parameters }) => mediaInsights(viewer, media, parameters)
		}
	},
	comments: {
		GET: { endpoint: 'comments', answer: commentsUnder },
		POST: {
			endpoint: 'comment_write',
			answer: (viewer, media, { parameters }) => commentOn(viewer, media, parameters)
		}
	}
};

/** `/{comment}/…` (Meta, IG Comment). */
export const COMMENT_EDGES: Edges<Comment> = {
	replies: {
		GET: { endpoint: 'comments', answer: repliesTo },
		POST: {
			endpoint: 'comment_write',
			answer: (viewer, comment, { parameters }) => replyTo(viewer, comment, parameters)
		}
	}
};
