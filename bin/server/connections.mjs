/** @typedef {import('node:net').Socket} Socket */

/**
 * Bounds the connections of a server: so many of one address, and so many in all. Of an address that
 * has too many the newcomer goes; where there are too many in all, the one that has been there
 * longest with nothing under way gives way, so that silent ones shut nobody out.
 * @param {import('node:http').Server} server
 * @param {{ most: number, mostOfOne: number }} bounds
 * @param {(address: string | undefined) => string | null} keyOf what an address counts as; null: not counted
 * @param {(socket: Socket) => boolean} isIdle
 */
export function boundConnections(server, { most, mostOfOne }, keyOf, isIdle) {
	/** Oldest first. @type {Set<Socket>} */
	const all = new Set();
	/** @type {Map<string, number>} */
	const counts = new Map();

	server.on('connection', (socket) => {
		const key = keyOf(socket.remoteAddress);
		const count = key === null ? 0 : (counts.get(key) ?? 0);
		if (count >= mostOfOne || !makeRoom()) return socket.destroy();
		all.add(socket);
		if (key !== null) counts.set(key, count + 1);
		socket.once('close', () => {
			all.delete(socket);
			if (key === null) return;
			const left = (counts.get(key) ?? 1) - 1;
			if (left > 0) counts.set(key, left);
			else counts.delete(key);
		});
	});

	function makeRoom() {
		if (all.size < most) return true;
		for (const socket of all) {
			if (!isIdle(socket)) continue;
			all.delete(socket);
			socket.destroy();
			return true;
		}
		return false;
	}
}
