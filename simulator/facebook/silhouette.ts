import type { Visit } from '../visit.ts';

/** People and Pages have no pictures here, and Facebook then shows a silhouette. */
export const silhouette = (visit: Visit) => ({
	data: {
		height: 50,
		is_silhouette: true,
		url: `${visit.publicUrl}/_simulator/icon.svg`,
		width: 50
	}
});
