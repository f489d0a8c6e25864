import { describe, expect, test } from 'vitest';
import {
	APP_SECRET,
	CODE,
	facebookAnswering,
	PAGE_TOKEN,
	PATIENCE,
	USER_TOKEN
} from '../../../../tests/support/facebook-answers.ts';
import { causeOf, CouldNotSend, MetaRefused, UnexpectedAnswer } from './errors.ts';
import type { SeveralAccountsLogin } from './provider.ts';

/** Every call with every fault: told by its class and cause, no secret in what is told. */
type Step = { sent: string; run: (provider: SeveralAccountsLogin) => Promise<unknown> };
const steps: Record<string, Step> = {
	exchangeCode: { sent: CODE, run: (provider) => provider.exchangeCode(CODE, PATIENCE) },
	exchangeForLongLived: {
		sent: USER_TOKEN,
		run: (provider) => provider.exchangeForLongLived(USER_TOKEN, PATIENCE)
	},
	readUser: { sent: USER_TOKEN, run: (provider) => provider.readUser(USER_TOKEN, PATIENCE) },
	readPermissions: {
		sent: USER_TOKEN,
		run: (provider) => provider.readPermissions(USER_TOKEN, PATIENCE)
	},
	inspect: { sent: USER_TOKEN, run: (provider) => provider.inspect(USER_TOKEN, PATIENCE) },
	listAccounts: {
		sent: USER_TOKEN,
		run: (provider) => provider.listAccounts(USER_TOKEN, PATIENCE, [])
	},
	readProfile: {
		sent: PAGE_TOKEN,
		run: (provider) => provider.readProfile(PAGE_TOKEN, PATIENCE, '1')
	},
	revoke: { sent: PAGE_TOKEN, run: (provider) => provider.revoke(PAGE_TOKEN, PATIENCE, '1') }
};

/** ECHO becomes what was sent. */
const faults: [string, number, string, string][] = [
	['500', 500, '', 'meta_down'],
	['HTML 502', 502, '<html>ECHO</html>', 'meta_down'],
	['429', 429, '', 'throttled'],
	['HTML 200', 200, '<html>ECHO</html>', 'unexpected'],
	['truncated', 200, '{"access_token":"ECHO', 'unexpected'],
	['null', 200, 'null', 'unexpected'],
	['a list', 200, '["ECHO"]', 'unexpected'],
	['an error under 200', 200, '{"error":{"code":190,"message":"ECHO"}}', 'unexpected'],
	['a limit', 403, '{"error":{"code":4,"type":"ECHO"}}', 'throttled'],
	['a redirect', 302, 'ECHO', 'unexpected'],
	['a used code', 400, '{"error":{"code":100,"error_subcode":36009,"message":"ECHO"}}', 'refused'],
	['no permission', 403, '{"error":{"code":200,"message":"No: ECHO"}}', 'app_not_permitted'],
	[
		'a new password',
		400,
		'{"error":{"code":190,"error_subcode":460,"message":"ECHO"}}',
		'password_changed'
	]
];

describe.each(Object.entries(steps))('%s', (_, { sent, run }) => {
	test.each(faults)('%s', async (_, status, body, cause) => {
		const echo = body.replace('ECHO', `${APP_SECRET} ${sent}`);
		const { provider } = facebookAnswering([{ status, body: echo }]);
		const error = await run(provider).catch((thrown: unknown) => thrown);
		expect(causeOf(error)).toBe(cause);
		expect([MetaRefused, UnexpectedAnswer].some((kind) => error instanceof kind)).toBe(true);
		const told = JSON.stringify(error) + String((error as Error).stack);
		for (const secret of [APP_SECRET, sent]) expect(told).not.toContain(secret);
	});

	test('no network', async () => {
		const { provider } = facebookAnswering([new TypeError(`fetch failed: ${sent}`)]);
		const error = await run(provider).catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(CouldNotSend);
		expect(String((error as Error).stack)).not.toContain(sent);
	});
});
