import type { ActivityView } from '../../view.ts';
import type { ActivityKind } from '../audit/groups.ts';
import { cursorOf, type Line, nameIn } from './line.ts';
import { wordsOf } from './words.ts';

/** Lines that may be about a creator, but of which no creator is the cause. */
const NOT_A_CREATOR: { [kind in ActivityKind]?: string } = {
	connection_ended: 'Mooring',
	settings_changed: 'Mooring',
	deauthorized: 'Meta',
	data_deletion: 'Meta',
	callbacks_unknown: 'Somebody',
	sign_in_link_made: 'The terminal'
};

/** What programs do with a key of their creator's. */
const BY_KEYS = new Set<string>(['token_taken', 'graph_write'] satisfies ActivityKind[]);

/** Who did it, as the viewer calls them. */
export function whoIn(line: Line, viewerId: string): string {
	const { kind, creatorId, detail } = line;
	if (kind === 'renewal' && detail['trigger'] !== 'manual') return 'Mooring';
	// What is typed into Setup is somebody's change; all other settings are the environment's.
	const isTyped = kind === 'settings_changed' && creatorId !== null;
	if (Object.hasOwn(NOT_A_CREATOR, kind) && !isTyped) {
		return NOT_A_CREATOR[kind as ActivityKind] ?? 'Mooring';
	}
	if (detail['by'] === 'terminal') return 'The terminal';
	if (BY_KEYS.has(kind)) {
		const name = detail['keyName'];
		return typeof name === 'string' ? `The key “${name}”` : 'A key';
	}
	if (creatorId === null) return kind === 'creator_removed' ? 'A creator' : 'Somebody';
	return creatorId === viewerId ? 'You' : nameIn(line);
}

/** A line as the page shows it. */
export function activityView(line: Line, viewerId: string): ActivityView {
	const at = new Date(line.at).toISOString();
	return {
		id: cursorOf(line),
		at,
		...wordsOf(line),
		who: whoIn(line, viewerId),
		address: line.address,
		times: 1,
		since: at
	};
}
