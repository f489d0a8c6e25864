import { parse } from '../../meta/judge.ts';
import type { Sent } from '../call.ts';
import { childrenIn, likenessOf, type Parameters } from './container.ts';
import type { PublishGuard, Publisher } from './guard.ts';
import { idIn } from './outcome.ts';

/**
 * Writes down what was put into a container, as hashes, after `POST {a}/media`. An answer without an
 * id made none.
 * @param parameters as they were sent
 */
export async function noteContainer(
	{ db, clock }: PublishGuard,
	connection: Pick<Publisher, 'id'>,
	parameters: Parameters,
	answer: Pick<Sent, 'status' | 'bytes'>
): Promise<void> {
	if (answer.status < 200 || answer.status > 299) return;
	const containerId = idIn(parse(new TextDecoder().decode(answer.bytes)));
	if (containerId === null) return;
	const children = childrenIn(parameters.get('children') ?? '');
	const made = await db
		.selectFrom('containers')
		.select(['containerId', 'mediaHash'])
		.where('connectionId', '=', connection.id)
		.where('containerId', 'in', children)
		.execute();
	const mediaHashOf = (id: string) =>
		made.find((child) => child.containerId === id)?.mediaHash ?? null;
	const likeness = likenessOf(parameters, mediaHashOf);
	if (likeness === null) return;
	await db
		.insertInto('containers')
		.values({ connectionId: connection.id, containerId, ...likeness, madeAt: clock.now() })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}
