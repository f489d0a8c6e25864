import { expect, it } from 'vitest';
import { type Instances, meansPractice, meantLine, variablesOf } from './meant.ts';

const live = {
	origin: 'https://mooring.example',
	mode: 'live' as const,
	pid: 1,
	simulatorPort: null
};
const practice = {
	origin: 'http://localhost:4950',
	mode: 'practice' as const,
	pid: 2,
	simulatorPort: 4951
};
const instances = (running: Partial<Instances['running']>, isPracticeAlone = false): Instances => ({
	running: { live: null, practice: null, ...running },
	isPracticeAlone
});

it.each<[string, boolean, Instances]>([
	['the practice that runs beside a real folder', true, instances({ practice })],
	['the live one of two that run', false, instances({ live, practice })],
	['the live one that runs', false, instances({ live }, true)],
	['practice where nothing runs and only practice was here', true, instances({}, true)],
	['the live one where nothing runs', false, instances({})]
])('a command means %s', (_, isPractice, found) => {
	expect(meansPractice(found)).toBe(isPractice);
});

it('the address of what runs is taken as it was allowed there', () => {
	expect(variablesOf(live)).toEqual({ ORIGIN: live.origin });
	expect(variablesOf(practice)).toEqual({ ORIGIN: practice.origin, SIMULATOR_PORT: '4951' });
	expect(variablesOf({ ...live, origin: 'http://mooring.lan' })).toEqual({
		ORIGIN: 'http://mooring.lan',
		ALLOW_LAN_HTTP: '1'
	});
});

it.each<[string, Instances, { mode: 'live' | 'practice'; origin: string }]>([
	[
		'This is about the practice that runs at http://localhost:4950.',
		instances({ practice }),
		practice
	],
	[
		'This is about the Mooring that runs at https://mooring.example; for the practice at http://localhost:4950 set PRACTICE=1.',
		instances({ live, practice }),
		live
	],
	[
		'This is about the practice that runs at http://localhost:4950, not the Mooring at https://mooring.example.',
		instances({ live, practice }),
		practice
	],
	[
		'No Mooring runs with the data folder /d: this is about the one that would start at https://mooring.example.',
		instances({ practice }),
		live
	],
	[
		'The Mooring runs at https://mooring.example: this is about its next start, at http://localhost:3000.',
		instances({ live }),
		{ mode: 'live', origin: 'http://localhost:3000' }
	]
])('one line says which: %s', (line, found, read) => {
	expect(meantLine(found, { ...read, dataDir: '/d' })).toBe(line);
});
