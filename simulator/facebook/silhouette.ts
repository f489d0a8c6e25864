import type { Field } from '../field-expansion.ts';
import type { Visit } from '../visit.ts';
import { plainNode } from './node.ts';

/** People and Pages have no pictures here, and Facebook then shows a silhouette. */
export function silhouette(visit: Visit, { fields }: Field) {
	const url = `${visit.publicUrl}/_simulator/icon.svg`;
	const picture = { height: 50, is_silhouette: true, url, width: 50 };
	const data = plainNode('ProfilePictureSource', picture, fields);
	return data instanceof Response ? data : { data };
}
