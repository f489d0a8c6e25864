import { expect, it } from 'vitest';
import { unclearView } from './unclear.ts';

const PUBLISH = {
	id: 'p1',
	connectionId: 'c1',
	username: 'ada.draws',
	creationId: '17900000000000001',
	kind: 'reel' as const,
	sentAt: Date.UTC(2027, 5, 1),
	why: '4/2207051',
	isPublished: false,
	nextLookAt: null
};

it('tells what was sent, and what Meta answered', () => {
	expect(unclearView(PUBLISH)).toEqual({
		id: 'p1',
		username: 'ada.draws',
		what: 'A reel',
		sentAt: '2027-06-01T00:00:00.000Z',
		said: 'Meta answered with code 4/2207051.'
	});
	expect(unclearView({ ...PUBLISH, kind: null, why: 'timeout', nextLookAt: 1 })).toMatchObject({
		what: 'A post',
		said: 'No clear answer came: timeout. Mooring goes on looking for it.'
	});
	expect(unclearView({ ...PUBLISH, isPublished: true }).said).toContain('Meta says that it is');
});
