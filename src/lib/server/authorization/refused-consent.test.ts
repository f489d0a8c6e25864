import { expect, it } from 'vitest';
import { refusedConsent } from './refused-consent.ts';

it.each([
	['access_denied', 'Permissions error', 'denied', null],
	['server_error', '', 'server_error', null],
	['temporarily_unavailable', '', 'temporarily_unavailable', null],
	['1', 'An unknown error has occurred', 'server_error', null],
	['4', 'Application request limit reached', 'meta_busy', 'throttled'],
	['901', 'This app is in sandbox mode.', 'meta_refused', 'app_blocked'],
	['200', 'API access blocked.', 'meta_refused', 'app_blocked'],
	['101', 'Error validating application.', 'meta_refused', 'app_unknown'],
	['invalid_scope', 'Invalid Scopes: email', 'meta_refused', 'refused'],
	['1349125', '', 'meta_refused', 'refused']
])('%s (%s) is %s', (error, words, code, cause) => {
	const problem = refusedConsent({ error, words });
	expect(problem.code).toBe(code);
	expect(problem.metaSaid).toBe(words || error);
	expect(problem.found).toEqual(cause && expect.objectContaining({ step: 'authorize', cause }));
});
