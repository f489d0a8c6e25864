/** @typedef {import('node:net').Socket} Socket */
/** @typedef {() => void} Begin */

/** Requests of one connection that may wait behind the one under way; no browser and no proxy has more. */
const MOST_WAITING = 32;
/** Rounds of the event loop, at most, that a request waits for what is still arriving. */
const MOST_ROUNDS = 100;

/**
 * Decides when a request begins. Of one connection, when the answer before it is gone: who asks and
 * never reads costs one answer's memory (pipelining: RFC 9112, section 9.3.2). Of all together, one
 * at a time, and not while others are arriving (Node accepts one connection a round): what is urgent,
 * health above all, waits for one answer and never for a crowd.
 */
export function turns() {
	/** The first of each line is under way. @type {WeakMap<Socket, { begin: Begin, isUrgent: boolean }[]>} */
	const lines = new WeakMap();
	/** @type {Begin[]} */
	const ready = [];
	let hasArrived = false;
	let rounds = 0;

	function beginOne() {
		if (hasArrived && rounds < MOST_ROUNDS) {
			hasArrived = false;
			rounds += 1;
		} else {
			rounds = 0;
			ready.shift()?.();
		}
		if (ready.length > 0) setImmediate(beginOne);
	}

	/** @param {{ begin: Begin, isUrgent: boolean } | undefined} next */
	function callUp(next) {
		if (!next) return;
		if (next.isUrgent) return next.begin();
		if (ready.push(next.begin) === 1) setImmediate(beginOne);
	}

	return {
		/** To be told of each new connection. */
		arrived: () => void (hasArrived = true),

		/** Whether nothing of this connection is under way. @param {Socket} socket */
		isIdle: (socket) => (lines.get(socket)?.length ?? 0) === 0,

		/**
		 * Begins a request when its turn comes, or never where its connection is gone by then.
		 * @param {{ req: { socket: Socket } } & Pick<import('node:http').ServerResponse, 'once'>} response
		 * @param {Begin} begin
		 * @param {{ isUrgent: boolean }} options urgent: it waits for its own connection only
		 */
		take(response, begin, { isUrgent }) {
			const { socket } = response.req;
			if (socket.destroyed) return;
			const line = lines.get(socket) ?? [];
			if (line.length > MOST_WAITING) return void socket.destroy();
			lines.set(socket, line);
			const own = { begin: () => void (socket.destroyed || begin()), isUrgent };
			response.once('close', () => {
				if (line[0] !== own) return;
				line.shift();
				callUp(line[0]);
			});
			if (line.push(own) === 1) callUp(own);
		}
	};
}
