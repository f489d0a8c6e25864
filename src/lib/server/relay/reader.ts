import { findConnected } from '../connections/store.ts';
import { sendToMeta, type Upstream } from './ask-meta.ts';
import type { RelayDeps } from './deps.ts';
import { tokenOf } from './open-connection.ts';
import type { ReaderOf } from './publish/job.ts';
import type { Read } from './publish/sight.ts';

/** Reads what became of a publish, with the same connection and token. */
export const readerWith =
	(deps: RelayDeps, { connection, token }: Pick<Upstream, 'connection' | 'token'>): Read =>
	(segments, parameters) =>
		sendToMeta(deps, {
			connection,
			token,
			method: 'GET',
			path: `/${[deps.settings.meta.graphVersion, ...segments].join('/')}`,
			query: new URLSearchParams(parameters),
			form: null
		});

/** For the job that looks later: null where there is no token, or Meta may not be asked now. */
export const readerOf =
	(deps: RelayDeps): ReaderOf =>
	async ({ id }) => {
		const connection = await findConnected(deps.db, id);
		if (!connection || deps.brake.held(connection, 'background') !== null) return null;
		const token = await tokenOf(deps, connection).catch(() => null);
		return token === null ? null : readerWith(deps, { connection, token });
	};
