import { expect, it } from 'vitest';
import { heartbeatOutChecks } from './heartbeat-out.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const URL_WITH_SECRET = new URL('https://hc.example:8443/ping/5f0c1a52-canary');
const answered = (minutesAgo: number, ok: boolean) => ({
	at: NOW - minutesAgo * 60_000,
	ok,
	sentence: ok ? 'It answered 200.' : 'It answered 404.'
});

it('is no check where nobody waits for it', () => {
	expect(heartbeatOutChecks(null, answered(1, true), NOW)).toEqual([]);
});

it.each([
	[null, 'fine', 'The first one goes out within half a minute of a start.'],
	[answered(2, true), 'fine', 'It answered 200, 2 minutes ago.'],
	[answered(16, true), 'warning', 'It answered 200, 16 minutes ago.'],
	[answered(2, false), 'warning', 'It answered 404, 2 minutes ago.']
])('%j is %s: %s', (answer, state, sentence) => {
	const checks = heartbeatOutChecks(URL_WITH_SECRET, answer, NOW);
	expect(checks).toMatchObject([{ id: 'heartbeat', state, sentence }]);
	expect(checks[0]?.title).toContain('hc.example:8443');
	expect(JSON.stringify(checks)).not.toContain('canary');
});
