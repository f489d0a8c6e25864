import { expect, it } from 'vitest';
import { operatorLack } from './operator-words.ts';

const name = 'the operator of https://mooring.example';

it('says which settings are missing, and what the pages lack without them', () => {
	expect(operatorLack({ name, missing: ['OPERATOR_NAME', 'OPERATOR_CONTACT'] })).toBe(
		'OPERATOR_NAME and OPERATOR_CONTACT are not set: the pages call you “the operator of https://mooring.example” and tell no way to reach you. Set them, and start Mooring again.'
	);
	expect(operatorLack({ name: 'Ada', missing: ['OPERATOR_CONTACT'] })).toBe(
		'OPERATOR_CONTACT is not set: the pages tell no way to reach you. Set it, and start Mooring again.'
	);
	expect(operatorLack({ name: 'Ada', missing: [] })).toBeNull();
});
