import { PROVIDER_IDS } from '../../logins.ts';
import { ACTION_IDS } from '../keys/actions.ts';
import type { ApiRow } from '../keys/api-rows.ts';
import {
	type Json,
	listOf,
	objectOf,
	ref,
	TEXT,
	TEXT_OR_NULL,
	TIME,
	TIME_OR_NULL
} from './json.ts';

const NAMES_OR_NULL = { type: ['array', 'null'], items: TEXT };

/** The JSON of `/api/v1`, as src/lib/view.ts has it. */
export const API_SCHEMAS: Record<string, Json> = {
	Key: objectOf({
		id: TEXT,
		name: TEXT,
		connections: listOf(TEXT),
		actions: listOf({ type: 'string', enum: ACTION_IDS }),
		expiresAt: TIME_OR_NULL,
		limits: { type: 'object', additionalProperties: { type: 'integer' } }
	}),
	Connection: objectOf({
		id: TEXT,
		provider: { type: 'string', enum: PROVIDER_IDS },
		account: objectOf({
			id: TEXT,
			username: TEXT,
			name: TEXT,
			accountType: { type: ['string', 'null'], enum: ['business', 'creator', null] },
			pictureUrl: TEXT_OR_NULL
		}),
		status: {
			type: 'string',
			enum: ['healthy', 'warning', 'needs_reconnect', 'locked', 'disconnected']
		},
		problem: {
			type: ['object', 'null'],
			required: ['code', 'sentence', 'cure'],
			properties: { code: TEXT, sentence: TEXT, cure: TEXT }
		},
		permissions: objectOf({ granted: NAMES_OR_NULL, missing: NAMES_OR_NULL }),
		connectedAt: TIME,
		issuedAt: TIME,
		expiresAt: TIME_OR_NULL,
		nextRefreshAt: TIME_OR_NULL,
		lastRefreshAt: TIME_OR_NULL
	}),
	Refresh: objectOf({
		at: TIME,
		trigger: { type: 'string', enum: ['schedule', 'manual', 'connect'] },
		outcome: {
			type: 'string',
			enum: ['connected', 'renewed', 'checked', 'transient', 'rejected', 'skipped']
		},
		code: TEXT_OR_NULL,
		expiresBefore: TIME_OR_NULL,
		expiresAfter: TIME_OR_NULL,
		nextDueAt: TIME_OR_NULL
	}),
	Token: objectOf({
		accessToken: TEXT,
		tokenType: { const: 'bearer' },
		host: { type: 'string', format: 'uri' },
		version: TEXT,
		accountId: TEXT,
		issuedAt: TIME,
		expiresAt: TIME_OR_NULL,
		refetchAt: {
			...TIME_OR_NULL,
			description: 'Until then the token does not change by schedule.'
		},
		appSecretProof: TEXT_OR_NULL
	})
};

/** What each address answers with. */
export const API_ANSWERS: Readonly<Record<ApiRow['id'], Json>> = {
	key: objectOf({ key: ref('schemas', 'Key') }),
	connections: objectOf({ connections: listOf(ref('schemas', 'Connection')) }),
	connection: objectOf({ connection: ref('schemas', 'Connection') }),
	refreshes: objectOf({ refreshes: listOf(ref('schemas', 'Refresh')) }),
	token: objectOf({ token: ref('schemas', 'Token') }),
	openapi: { type: 'object' }
};
