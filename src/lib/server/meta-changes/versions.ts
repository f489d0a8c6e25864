/**
 * When Meta ends each version of the Graph ("Platform Versions", developers.facebook.com/docs/graph-api/
 * changelog), midnight UTC. Newest first.
 */
const ENDS: Readonly<Record<string, string>> = {
	'v25.0': '2028-07-29',
	'v24.0': '2028-02-18',
	'v23.0': '2027-10-08',
	'v22.0': '2027-05-20',
	'v21.0': '2027-01-21'
};

/** The newest version that this Mooring knows. */
export const NEWEST_VERSION = Object.keys(ENDS)[0] ?? '';

/** When a version ends, in milliseconds; null: this Mooring does not know. */
export function endOf(version: string): number | null {
	const day = ENDS[version];
	return day === undefined ? null : Date.parse(`${day}T00:00:00Z`);
}
