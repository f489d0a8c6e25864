type Watching = {
	/** The state on the server as text; only its difference counts. */
	read: () => Promise<string>;
	/** Nothing is asked while it is hidden, and at once when it is seen again. */
	page: Pick<Document, 'hidden' | 'addEventListener' | 'removeEventListener'>;
	changed: () => void;
	everyMs: number;
	/** What is shown is renewed at this age even when nothing differs: its times are relative. */
	staleAfterMs: number;
};

/** Asks again and again while the page is visible; returns how to stop. */
export function watch({ read, page, changed, everyMs, staleAfterMs }: Watching): () => void {
	let known: string | null = null;
	let shownAt = Date.now();
	let isStopped = false;

	async function look() {
		if (page.hidden) return;
		const text = await read().catch(() => null);
		if (isStopped || text === null) return;
		const differs = known !== null && text !== known;
		known = text;
		if (differs || Date.now() - shownAt >= staleAfterMs) {
			shownAt = Date.now();
			changed();
		}
	}

	const seen = () => void look();
	const timer = setInterval(seen, everyMs);
	page.addEventListener('visibilitychange', seen);
	seen();
	return () => {
		isStopped = true;
		clearInterval(timer);
		page.removeEventListener('visibilitychange', seen);
	};
}
