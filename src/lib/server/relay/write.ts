import { audit } from '../audit/audit-log.ts';
import { seconds } from '../clock.ts';
import { ToolRefusal } from '../keys/tool-refusal.ts';
import { NoAnswer, type Sent } from '../meta/graph-call.ts';
import { sendToMeta, type Upstream, writeAtMeta } from './ask-meta.ts';
import type { Admitted } from './call.ts';
import type { RelayDeps } from './deps.ts';
import { NeverSent } from './publish/never-sent.ts';
import { noteContainer } from './publish/note-container.ts';
import { publishOnce } from './publish/publish-once.ts';
import type { Published } from './publish/published.ts';
import { readerWith } from './reader.ts';
import { metaUnreachable } from './refusals.ts';
import type { Target } from './target.ts';

/** How long a publish is looked for within the call that asked for it. */
const LOOKING = seconds(20);

/**
 * Does what a program writes at Meta, and writes down that it did: once it was sent there is one line
 * in the audit log, whatever came of it.
 * @param mayGoOn throws where the key was revoked or the account disconnected meanwhile: then nothing is sent
 * @throws ToolRefusal
 */
export async function write(
	deps: RelayDeps,
	call: Admitted,
	{ row }: Pick<Target, 'row'>,
	upstream: Upstream,
	mayGoOn: () => Promise<void>
): Promise<Published> {
	let status: number | null = null;
	let wasSent = false;
	const sending = async <T>(send: () => Promise<T>) => {
		await mayGoOn();
		wasSent = true;
		return send().catch((error: unknown) => {
			wasSent = !isNeverSent(error);
			throw error;
		});
	};
	try {
		const done = await (row.id === 'publish'
			? publish(deps, call, upstream, sending)
			: sending(() => writeAtMeta(deps, upstream)));
		status = done.status;
		if (row.id === 'container' && upstream.form) {
			await noteContainer(deps.publishing, upstream.connection, upstream.form, done);
		}
		return done;
	} finally {
		if (wasSent) await noteWrite(deps, call, row.id, upstream, status);
	}
}

type Sending = <T>(send: () => Promise<T>) => Promise<T>;

/** Without a container's id there is nothing to guard: Meta says what is wrong. */
function publish(deps: RelayDeps, { key }: Admitted, upstream: Upstream, sending: Sending) {
	const creationId = upstream.form?.get('creation_id') ?? '';
	if (!/^\d{1,32}$/.test(creationId)) return sending(() => writeAtMeta(deps, upstream));
	return publishOnce(deps.publishing, {
		connection: upstream.connection,
		creationId,
		keyId: key.id,
		send: (): Promise<Sent> =>
			sending(() => sendToMeta(deps, upstream)).catch((error: unknown) => {
				if (error instanceof NoAnswer && !error.wasSent) throw new NeverSent(metaUnreachable());
				if (error instanceof ToolRefusal) throw new NeverSent(error);
				throw error;
			}),
		read: readerWith(deps, upstream),
		deadline: Date.now() + LOOKING
	});
}

/** A refusal comes before anything goes out, but for the one that says that nobody knows. */
const isNeverSent = (error: unknown) =>
	(error instanceof NoAnswer && !error.wasSent) ||
	(error instanceof ToolRefusal && error.code !== 'outcome_unknown');

async function noteWrite(
	{ db, renewal, log }: RelayDeps,
	{ key, address }: Admitted,
	row: string,
	{ connection }: Upstream,
	status: number | null
) {
	try {
		await audit(db, {
			kind: 'graph_write',
			at: renewal.clock.now(),
			creatorId: key.creatorId,
			connectionId: connection.id,
			detail: { keyId: key.id, keyName: key.name, row, status },
			address
		});
	} catch (error) {
		// It was done at Meta: who asked for it is told so all the same.
		const name = error instanceof Error ? error.name : 'unknown';
		log.error({ keyId: key.id, row, status, error: name }, 'a write could not be written down');
	}
}
