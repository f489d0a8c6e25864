import type { Field } from '../field-expansion.ts';
import type { NodeAnswer } from '../node.ts';
import { isGranted } from './access.ts';
import { accountsList, businessesList, expanded } from './edges.ts';
import { readNode, type Reading } from './node.ts';
import { type Person, personId } from './people.ts';
import { silhouette } from './silhouette.ts';

/** The User node: what `public_profile` opens, and `email` (Meta, User). */
export function userNode(
	reading: Reading,
	person: Person,
	asked: Field[] | null
): NodeAnswer | Response {
	const { caller, visit } = reading;
	const [first = '', ...others] = person.name.split(' ');
	const last = others.join(' ');
	return readNode(
		'User',
		{
			id: () => personId(person, caller.app.clientId),
			name: () => person.name,
			first_name: () => first,
			middle_name: () => null,
			last_name: () => last,
			short_name: () => first,
			name_format: () => '{first} {last}',
			picture: (field) => silhouette(visit, field),
			email: () => (isGranted(caller, 'email') ? person.email : null),
			accounts: (field) => accountsList(reading, expanded(field)),
			businesses: (field) => businessesList(reading, expanded(field))
		},
		asked,
		['name', 'id']
	);
}
