import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	facebookAnswering,
	PATIENCE,
	USER_TOKEN
} from '../../../../tests/support/facebook-answers.ts';
import { CouldNotSend, MetaRefused, UnexpectedAnswer } from './errors.ts';

const ERRORS = [CouldNotSend, MetaRefused, UnexpectedAnswer];

const odd = fc.oneof(fc.jsonValue(), fc.constantFrom(-1, 5e20, '', 'EAA x', '17841400000000001'));
const mostly = (usual: fc.Arbitrary<unknown>, other: fc.Arbitrary<unknown> = odd) =>
	fc.oneof({ weight: 5, arbitrary: usual }, { weight: 1, arbitrary: other });
const parts = (all: Record<string, fc.Arbitrary<unknown>>) =>
	fc.record(all, { requiredKeys: ['id', 'data'].filter((key) => key in all) });

/** Nearly a Page: most fields right, some odd or missing. */
const nearlyPage = parts({
	id: mostly(fc.constantFrom('101', '102', 103)),
	name: odd,
	access_token: mostly(fc.constantFrom('EAApage1', 'EAApage2', 'EAA x')),
	instagram_business_account: mostly(
		parts({
			id: mostly(fc.constantFrom('1', '2', 3)),
			username: mostly(fc.constant('ada.draws')),
			name: odd,
			profile_picture_url: odd
		})
	)
});
const nearlyList = parts({
	data: mostly(fc.array(mostly(nearlyPage), { maxLength: 6 })),
	paging: mostly(
		parts({
			next: mostly(fc.constantFrom('', 'https://graph.fb.example/')),
			cursors: mostly(parts({ after: mostly(fc.string()) }))
		})
	)
});
const answers = fc.array(
	fc.record({
		status: fc.constantFrom(200, 200, 200, 200, 200, 200, 302, 400, 403, 500),
		body: fc.oneof(
			{ weight: 8, arbitrary: nearlyList.map((body) => JSON.stringify(body)) },
			{ weight: 1, arbitrary: fc.json() },
			{ weight: 1, arbitrary: fc.string() }
		)
	}),
	{ minLength: 1, maxLength: 4 }
);

/** What came of a call; null where it threw one of the three errors. */
const ofThree = async <T>(call: Promise<T>): Promise<T | null> => {
	try {
		return await call;
	} catch (error) {
		if (ERRORS.some((kind) => error instanceof kind)) return null;
		throw error;
	}
};

test('any Page list is accounts that can be used, or one of three errors', async () => {
	let howOftenWithAccounts = 0;
	await fc.assert(
		fc.asyncProperty(answers, async (list) => {
			const { provider } = facebookAnswering(list);
			const told = await ofThree(provider.listAccounts(USER_TOKEN, PATIENCE, []));
			if (told === null) return;
			expect(told.accounts.length).toBeLessThanOrEqual(told.pageCount);
			for (const { pageId, pageToken, profile } of told.accounts) {
				expect(pageId).toMatch(/^\d+$/);
				expect(pageToken ?? 'none').toMatch(/^[!-~]+$/);
				expect(profile.accountId).toMatch(/^\d+$/);
				expect(profile.username).not.toBe('');
			}
			if (told.accounts.length > 0) howOftenWithAccounts += 1;
		}),
		{ numRuns: 300 }
	);
	expect(howOftenWithAccounts).toBeGreaterThan(10);
});

test('whatever stands around it, a usable Page is found', async () => {
	const usable = {
		id: '900',
		name: 'North Pier',
		access_token: 'EAAnorth',
		instagram_business_account: { id: '17841400000000009', username: 'north.pier.radio' }
	};
	const entries = fc.array(mostly(nearlyPage), { maxLength: 6 });
	await fc.assert(
		fc.asyncProperty(entries, entries, async (before, after) => {
			const data = [...before, usable, ...after];
			const { provider } = facebookAnswering([JSON.stringify({ data })]);
			const { accounts, pageCount } = await provider.listAccounts(USER_TOKEN, PATIENCE, []);
			expect(pageCount).toBe(data.length);
			expect(accounts.map(({ profile }) => profile.username)).toContain('north.pier.radio');
			expect(new Set(accounts.map(({ profile }) => profile.accountId)).size).toBe(accounts.length);
		})
	);
});

test('whatever stands around them, permissions are names', async () => {
	const entry = parts({
		permission: mostly(fc.constantFrom('a', 'b')),
		status: mostly(fc.constantFrom('granted', 'declined'))
	});
	await fc.assert(
		fc.asyncProperty(fc.array(mostly(entry)), async (entries) => {
			const data = [...entries, { permission: 'instagram_basic', status: 'granted' }];
			const { provider } = facebookAnswering([JSON.stringify({ data })]);
			const { granted, declined } = await provider.readPermissions(USER_TOKEN, PATIENCE);
			expect(granted).toContain('instagram_basic');
			for (const name of [...granted, ...declined]) expect(name).toMatch(/^\S+$/);
			expect(granted.filter((name) => declined.includes(name))).toEqual([]);
		})
	);
});

test('any body is permissions or one of three errors', async () => {
	await fc.assert(
		fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (body) => {
			const { provider } = facebookAnswering([body]);
			await ofThree(provider.readPermissions(USER_TOKEN, PATIENCE));
		})
	);
});
