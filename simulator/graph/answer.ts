import { unsupportedRequest } from '../errors.ts';
import { jsonResponse } from '../meta-json.ts';
import { askedFields } from '../node.ts';
import { commentNode } from './comment-fields.ts';
import { deleteComment, enableComments, hideComment } from './comment-writes.ts';
import type { Comment } from './comment.ts';
import { containerNode } from './container-fields.ts';
import { ACCOUNT_EDGES, COMMENT_EDGES, type Edge, MEDIA_EDGES, type Told } from './edges.ts';
import { noSuchObject } from './errors.ts';
import { hashtagNode, hashtagSearch } from './hashtags.ts';
import { type ContentKind, kindOfId } from './ids.ts';
import type { ListRequest } from './lists.ts';
import { mediaNode } from './media-fields.ts';
import { isAlive, type Media } from './media.ts';
import {
	contentOf,
	drawFor,
	may,
	nowOf,
	ownerOf,
	refusalWithout,
	switchesOf,
	type Viewer
} from './viewer.ts';

/**
 * Answers a call for what an account has posted: its lists, a media, a comment, a container.
 * @returns null where the path is about something else
 */
export async function answerFromContent(
	viewer: Viewer,
	[id = '', edge]: readonly string[],
	parameters: Map<string, string>
): Promise<Response | null> {
	for (const account of viewer.accounts) drawFor(viewer, account);
	const told = await toldOf(viewer, id, edge, parameters);
	return told === null || told instanceof Response ? told : jsonResponse(told);
}

async function toldOf(
	viewer: Viewer,
	id: string,
	edge: string | undefined,
	parameters: Map<string, string>
): Promise<Told | null> {
	const { method } = viewer.visit;
	const kind = kindOfId(id);
	if (viewer.login === 'facebook' && method === 'GET') {
		if (id === 'ig_hashtag_search') return hashtagSearch(viewer, parameters);
		if (kind === 'hashtag') return hashtagNode(viewer, id, edge, parameters);
	}
	const account = kind === null ? viewer.accountAt(id) : undefined;
	if (kind === null && (!account || edge === undefined || !Object.hasOwn(ACCOUNT_EDGES, edge)))
		return null;
	const closed = refusalWithout(viewer, 'basic');
	if (closed) return closed;
	const text = parameters.get('fields');
	const fields = method === 'GET' ? askedFields(text) : null;
	if (fields instanceof Response) return fields;
	const request = { fields, text: text ?? null, parameters };
	if (account && edge !== undefined)
		return hanging(ACCOUNT_EDGES[edge], viewer, id, account, request);
	return kind && nodeOf(viewer, kind, id, edge, request);
}

function hanging<Node>(
	edges: Partial<Record<string, Edge<Node>>> | undefined,
	viewer: Viewer,
	id: string,
	node: Node,
	request: ListRequest
): Told | Promise<Told> {
	const edge = edges?.[viewer.visit.method];
	return edge ? edge.answer(viewer, node, request) : wrongMethod(viewer, id);
}

function wrongMethod({ visit, ...viewer }: Viewer, id: string): Response {
	if (viewer.login === 'instagram') return unsupportedRequest(visit.method);
	return noSuchObject(viewer, visit.method, id);
}

/** A media, a comment or a container of an account that the caller may see, or what hangs at it. */
function nodeOf(
	viewer: Viewer,
	kind: ContentKind,
	id: string,
	edge: string | undefined,
	request: ListRequest
): Told | Promise<Told> {
	const unknown = () => noSuchObject(viewer, viewer.visit.method, id);
	const content = contentOf(viewer);
	if (kind === 'container') {
		const container = content.containers.find(id);
		if (!container || !ownerOf(viewer, container) || container.clientId !== viewer.clientId)
			return unknown();
		if (edge !== undefined || viewer.visit.method !== 'GET') return unknown();
		return containerNode(viewer, container, request.fields);
	}
	const comment = kind === 'comment' ? content.comment(id) : undefined;
	const media = content.media(comment?.mediaId ?? id);
	if (!media || !ownerOf(viewer, media) || !isAlive(media, nowOf(viewer))) return unknown();
	if (kind === 'comment' && !comment) return unknown();
	if (comment && switchesOf(viewer).developmentMode) return unknown();
	if (edge === undefined)
		return comment ? onComment(viewer, comment, request) : onMedia(viewer, media, request);
	if (comment)
		return Object.hasOwn(COMMENT_EDGES, edge)
			? hanging(COMMENT_EDGES[edge], viewer, id, comment, request)
			: unknown();
	return Object.hasOwn(MEDIA_EDGES, edge)
		? hanging(MEDIA_EDGES[edge], viewer, id, media, request)
		: unknown();
}

function onMedia(viewer: Viewer, media: Media, { fields, parameters }: ListRequest): Told {
	const { method } = viewer.visit;
	if (method === 'GET') return mediaNode(viewer, media, fields);
	if (method === 'POST') return enableComments(viewer, media, parameters);
	if (method !== 'DELETE' || !may(viewer, 'erase') || media.parentId !== null)
		return noSuchObject(viewer, method, media.id);
	contentOf(viewer).remove(media);
	return { success: true };
}

function onComment(viewer: Viewer, comment: Comment, { fields, parameters }: ListRequest): Told {
	const { method, url } = viewer.visit;
	if (method === 'DELETE') return deleteComment(viewer, comment);
	if (method === 'POST') return hideComment(viewer, comment, parameters, url.searchParams);
	if (method !== 'GET') return wrongMethod(viewer, comment.id);
	return refusalWithout(viewer, 'comments') ?? commentNode(viewer, comment, fields);
}
