import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	facebookAnswering,
	PATIENCE,
	USER_TOKEN
} from '../../../../tests/support/facebook-answers.ts';
import { CouldNotSend, MetaRefused, UnexpectedAnswer } from './errors.ts';

const odd = fc.oneof(fc.jsonValue(), fc.constantFrom(-1, 5e20, '', 'EAA x', '17841400000000001'));
/** Nearly a Page: each field right, odd, or missing. */
const nearlyPage = fc.record(
	{
		id: fc.oneof(fc.constant('101'), odd),
		name: odd,
		access_token: fc.oneof(fc.constant('EAApage1'), odd),
		instagram_business_account: fc.oneof(
			odd,
			fc.record(
				{
					id: fc.oneof(fc.constantFrom('1', '2'), odd),
					username: odd,
					name: odd,
					profile_picture_url: odd
				},
				{ requiredKeys: [] }
			)
		)
	},
	{ requiredKeys: [] }
);
const nearlyList = fc.record(
	{
		data: fc.oneof(
			{ weight: 5, arbitrary: fc.array(fc.oneof(nearlyPage, odd)) },
			{ weight: 1, arbitrary: odd }
		),
		paging: fc.oneof(
			odd,
			fc.record(
				{ next: odd, cursors: fc.oneof(odd, fc.record({ after: fc.oneof(fc.string(), odd) })) },
				{ requiredKeys: [] }
			)
		)
	},
	{ requiredKeys: [] }
);
const answer = fc.record({
	status: fc.constantFrom(200, 200, 200, 400, 403, 500),
	body: fc.oneof(
		nearlyList.map((body) => JSON.stringify(body)),
		fc.json(),
		fc.string()
	)
});
const errors = [CouldNotSend, MetaRefused, UnexpectedAnswer];

test('a Page list is accounts that can be used, or one of three errors', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 4 }), async (answers) => {
			const { provider } = facebookAnswering(answers);
			const told = await provider.listAccounts(USER_TOKEN, PATIENCE).catch((error: unknown) => {
				if (!errors.some((kind) => error instanceof kind)) throw error;
				return { accounts: [], pageCount: 0 };
			});
			expect(told.accounts.length).toBeLessThanOrEqual(told.pageCount);
			for (const { pageId, pageToken, profile } of told.accounts) {
				expect(pageId).toMatch(/^\d+$/);
				expect(pageToken ?? 'x').toMatch(/^[!-~]+$/);
				expect(profile.accountId).toMatch(/^\d+$/);
				expect(profile.username).not.toBe('');
			}
		})
	);
});

test('the permissions are names, or one of three errors', async () => {
	const names = fc.record({ permission: fc.oneof(fc.constant('a'), odd), status: odd });
	const body = fc.oneof(
		fc.array(fc.oneof(names, odd)).map((data) => JSON.stringify({ data })),
		fc.json()
	);
	await fc.assert(
		fc.asyncProperty(body, async (text) => {
			const { provider } = facebookAnswering([text]);
			const told = await provider.readPermissions(USER_TOKEN, PATIENCE).catch((error: unknown) => {
				if (!errors.some((kind) => error instanceof kind)) throw error;
				return { granted: [], declined: [] };
			});
			for (const name of [...told.granted, ...told.declined]) expect(name).toMatch(/^\S+$/);
		})
	);
});
