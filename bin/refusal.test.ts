import { expect, test } from 'vitest';
import { StartError } from './environment.mjs';
import { listenSentence, refusalOf } from './refusal.mjs';

test.each([
	['EADDRINUSE', 'Port 4950 is in use'],
	['EACCES', 'Port 4950 is not allowed'],
	['EADDRNOTAVAIL', 'HOST is no address of this machine'],
	['EMFILE', 'cannot listen on port 4950 (EMFILE)']
])('%s is told in one sentence', (code, expected) => {
	const sentence = listenSentence(Object.assign(new Error('x'), { code }), 4950, 'PORT');
	expect(sentence).toContain(expected);
	expect(sentence).not.toContain('\n');
});

test('an error for people is its sentence alone, any other one brings its stack', () => {
	expect(refusalOf(new StartError('The key is wrong.'))).toBe('The key is wrong.');
	expect(refusalOf(new TypeError('x'))).toContain('refusal.test.ts');
});

test.each(['ENOSPC', 'SQLITE_FULL', 'EROFS', 'EIO', 'SQLITE_IOERR_WRITE', 'ENOLCK', 'EACCES'])(
	'a disk that answers %s is one sentence, wherever it showed',
	(code) => {
		const sentence = refusalOf(Object.assign(new Error('x'), { code }));
		expect(sentence).toContain(`Mooring's data cannot be written (${code}): `);
		expect(sentence).not.toContain('\n');
	}
);
