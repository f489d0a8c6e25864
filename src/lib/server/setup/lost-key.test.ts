import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { KEY_IS_GONE, PUT_KEY_BACK } from '../../lost-key.ts';
import { keyCheck } from './key.ts';

it('a lost key has one cure, in the README, in Setup and in doctor', () => {
	const readme = readFileSync('README.md', 'utf8').replaceAll('`', '');
	expect(readme).toContain(`${PUT_KEY_BACK} ${KEY_IS_GONE}`);
	const folder = { keyFile: null, isPosix: true, hasDatabase: true };
	const lost = keyCheck({ isFromSetting: false, fits: null, isLocked: false }, folder);
	const wrong = keyCheck({ isFromSetting: true, fits: false, isLocked: true }, folder);
	expect([lost.cure, wrong.cure]).toEqual(Array(2).fill(`${PUT_KEY_BACK} ${KEY_IS_GONE}`));
});
