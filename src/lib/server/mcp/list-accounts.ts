import * as z from 'zod';
import { LOGINS } from '../../logins.ts';
import { ACCOUNT_REF, refOf } from './accounts.ts';
import { BY_STRANGERS, defineTool, READS } from './tool.ts';

export const listAccounts = defineTool({
	name: 'list_accounts',
	title: 'Accounts of this key',
	description:
		'The Instagram accounts that this key covers, whether each is well, and what the key may do. ' +
		BY_STRANGERS,
	action: null,
	hints: READS,
	input: z.strictObject({}),
	output: z.object({
		accounts: z.array(
			ACCOUNT_REF.extend({
				login: z.string(),
				status: z.string().describe('healthy, warning, needs_reconnect, locked or disconnected'),
				problem: z
					.object({ code: z.string(), sentence: z.string() })
					.nullable()
					.describe('What is wrong, in one sentence; it may be set while healthy'),
				expires_at: z.string().nullable(),
				untrusted: z.object({ name: z.string() })
			})
		),
		actions: z.array(z.string()).describe('What the key may do beside this')
	}),
	run: ({ connections, key }) =>
		Promise.resolve({
			accounts: connections.map((connection) => ({
				...refOf(connection),
				login: LOGINS[connection.provider].name,
				status: connection.status,
				problem: connection.problem && {
					code: connection.problem.code,
					sentence: connection.problem.sentence
				},
				expires_at: connection.expiresAt,
				untrusted: { name: connection.account.name }
			})),
			actions: key.actions
		})
});
