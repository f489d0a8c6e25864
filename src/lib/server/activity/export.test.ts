import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	type ActivityWorld,
	activityWorld,
	NOW
} from '../../../../tests/support/activity-world.ts';
import { exportActivity } from './export.ts';

const ADA = { creatorId: 'ada', isOwner: true };

let world: ActivityWorld;
beforeEach(async () => {
	world = await activityWorld();
});
afterEach(() => world.close());

async function exported(viewer = ADA) {
	const chunks: string[] = [];
	for await (const chunk of exportActivity(world.db, viewer, NOW)) chunks.push(chunk);
	return { chunks, text: chunks.join('') };
}

describe('the export', () => {
	it('is JSON lines in camelCase with ISO times', async () => {
		await world.note({
			kind: 'disconnected',
			creatorId: 'ada',
			connectionId: 'c-ada',
			detail: { username: 'ada.draws', revocation: 'revoked' },
			address: '192.0.2.7'
		});
		await world.renewal('c-ada', NOW - 1000);
		const { text } = await exported();
		expect(text.endsWith('\n')).toBe(true);
		expect(
			text
				.trimEnd()
				.split('\n')
				.map((one) => JSON.parse(one) as unknown)
		).toEqual([
			{
				at: '2027-06-01T12:00:00.000Z',
				kind: 'disconnected',
				who: 'You',
				what: 'Disconnected @ada.draws; Meta confirmed the revocation',
				account: 'ada.draws',
				connectionId: 'c-ada',
				address: '192.0.2.7',
				detail: { username: 'ada.draws', revocation: 'revoked' }
			},
			{
				at: '2027-06-01T11:59:59.000Z',
				kind: 'renewal',
				who: 'Mooring',
				what: 'Renewed @ada.draws',
				account: 'ada.draws',
				connectionId: 'c-ada',
				address: null,
				detail: {
					trigger: 'schedule',
					outcome: 'renewed',
					code: null,
					cause: null,
					expiresAfter: '2027-06-01T11:59:59.000Z',
					isCheck: false
				}
			}
		]);
	});

	it('keeps one line one line, whatever a name holds', async () => {
		const username = 'a\r\nb\u2028c\u2029d\u0085e\u001b[31mf';
		await world.note({ kind: 'connected', creatorId: 'ada', detail: { username } });
		const { text } = await exported();
		expect(text.trimEnd()).toMatch(/^[\x20-\x7e]+$/);
		expect((JSON.parse(text) as { account: string }).account).toBe(username);
	});

	it('brings every line once, a part at a time', async () => {
		for (let count = 0; count < 620; count += 1) {
			await world.note({ kind: 'signed_in', at: NOW - (count % 7), creatorId: 'ada' });
		}
		const { chunks, text } = await exported();
		expect(chunks.length).toBe(2);
		expect(text.trimEnd().split('\n')).toHaveLength(620);
	});

	it('is each one’s own', async () => {
		await world.note({ kind: 'signed_in', creatorId: 'bo' });
		await world.renewal('c-bo', NOW);
		expect((await exported()).text).toBe('');
	});

	it('reads nothing before it is asked, and nothing after it is given up', async () => {
		await world.note({ kind: 'signed_in', creatorId: 'ada' });
		const reader = exportActivity(world.db, ADA, NOW).getReader();
		await new Promise((resolve) => setTimeout(resolve, 50));
		await world.note({ kind: 'signed_out', creatorId: 'ada' });
		expect((await reader.read()).value?.split('\n')).toHaveLength(3);
		await reader.cancel();
		expect((await reader.read()).done).toBe(true);
	});
});
