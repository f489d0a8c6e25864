import { expect, it } from 'vitest';
import { requestLevel } from './request-log.ts';

const practice = { simulatorPort: 4174 };

it.each<[string, { practice: typeof practice | null; isLogLevelSet: boolean }, boolean, string]>([
	['has a line for each in a log', { practice: null, isLogLevelSet: false }, false, 'info'],
	['has none in a terminal', { practice: null, isLogLevelSet: false }, true, 'debug'],
	['has none in practice', { practice, isLogLevelSet: false }, false, 'debug'],
	['has them where LOG_LEVEL asks', { practice, isLogLevelSet: true }, true, 'info']
])('a request %s', (_, settings, isTerminal, level) => {
	expect(requestLevel(settings, isTerminal)).toBe(level);
});
