import type { Removal } from './removal.ts';

/** What came of a removal, Meta's part included. */
export function removalWords({ connections, asked, revoked }: Removal): string {
	if (connections === 0) return 'There was no connection.';
	const erased =
		connections === 1
			? 'One connection was erased.'
			: `${String(connections)} connections were erased.`;
	return `${erased} ${metaWords(asked, revoked)}`;
}

function metaWords(asked: number, revoked: number) {
	if (asked === 0) return 'Meta was not asked to revoke a token.';
	if (revoked === asked) return 'Meta confirmed that the access is revoked.';
	if (revoked === 0) {
		return 'Meta did not confirm that the access is revoked: it can be removed at Instagram under Website permissions.';
	}
	return `Meta confirmed ${String(revoked)} of ${String(asked)} revocations; the rest can be removed at Instagram under Website permissions.`;
}
