import type { Field } from '../field-expansion.ts';
import { nodeAnswer, type NodeAnswer } from '../node.ts';
import { type Container, statusOf, statusText } from './containers.ts';
import { nonexistingField } from './errors.ts';
import { idOf } from './plain-values.ts';
import { nowOf, switchesOf, type Viewer } from './viewer.ts';

/** A container as an answer tells it (Meta, IG Container). */
export function containerNode(
	viewer: Viewer,
	container: Container,
	asked: Field[] | null
): NodeAnswer | Response {
	const now = nowOf(viewer);
	// By switch a container is silent about having been published.
	const isSilent = switchesOf(viewer).publishedContainer === 'FINISHED';
	const told = isSilent ? { ...container, mediaId: null } : container;
	const isVideo = container.mediaType === 'VIDEO';
	return nodeAnswer(
		{
			id: () => idOf(viewer, container.id),
			status: () => statusText(told, now),
			status_code: () => statusOf(told, now),
			copyright_check_status: () =>
				isVideo ? { status: 'completed', matches_found: false } : null,
			video_status: () => (isVideo ? { uploading_phase: { status: 'complete' } } : null)
		},
		asked,
		['id'],
		(field) => nonexistingField(viewer, field, 'IGContainer')
	);
}
