/** What a client was told of a post in the end. */
export type Told = { id: string } | { unknown: string };

/** A script that publishes through a key: it asks again for as long as it gets no id. */
export type PublishClient = {
	/** Makes a container; tries again until it has one. */
	container(caption: string): Promise<string>;
	/** Publishes it; `tries` times, where nobody knows. */
	publish(container: string, tries: number): Promise<Told>;
	/** Publishes it once; a connection that breaks is an answer too. */
	publishOrFail(container: string): Promise<Told>;
};

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A server that was killed is back after a while; a client that waits longer has found a fault. */
const PATIENCE = 120_000;

export function publishClient(
	origin: string,
	key: string,
	{ isStopped, answered }: { isStopped: () => boolean; answered: () => void }
): PublishClient {
	/** @returns null where the connection broke */
	async function post(path: string, fields: Record<string, string>) {
		try {
			const response = await fetch(`${origin}/graph/v25.0/me/${path}`, {
				method: 'POST',
				headers: { authorization: `Bearer ${key}` },
				body: new URLSearchParams(fields),
				signal: AbortSignal.timeout(90_000)
			});
			const body = JSON.parse(await response.text()) as {
				id?: string;
				error?: { message: string; mooring?: { code: string } };
			};
			return { status: response.status, ...body };
		} catch {
			return null;
		}
	}

	/** Until there is an answer that is not "later". */
	async function answerTo(path: string, fields: Record<string, string>) {
		for (const until = Date.now() + PATIENCE; Date.now() < until && !isStopped();) {
			const answer = await post(path, fields);
			const isLater = answer === null || answer.status === 429 || answer.status === 503;
			if (!isLater) return answer;
			await pause(250);
		}
		throw new Error('the server did not come back');
	}

	const told = ({ id, error }: NonNullable<Awaited<ReturnType<typeof post>>>): Told =>
		id === undefined ? { unknown: error?.mooring?.code ?? error?.message ?? 'no error' } : { id };

	return {
		async container(caption) {
			const image = { image_url: 'https://pictures.example/tide.jpg' };
			const { id, error } = await answerTo('media', { ...image, caption });
			if (id === undefined) throw new Error(`no container: ${error?.message ?? ''}`);
			return id;
		},
		async publish(container, tries) {
			let last: Told = { unknown: 'never asked' };
			for (let tried = 0; tried < tries && 'unknown' in last; tried += 1) {
				last = told(await answerTo('media_publish', { creation_id: container }));
				answered();
			}
			return last;
		},
		async publishOrFail(container) {
			const answer = await post('media_publish', { creation_id: container });
			if (answer === null) return { unknown: 'the connection broke' };
			answered();
			return told(answer);
		}
	};
}
