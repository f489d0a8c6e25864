import type { ConnectionView } from './view.ts';
import { type CardState, stateOf } from './words.ts';

const NUMBERS = [
	'no',
	'one',
	'two',
	'three',
	'four',
	'five',
	'six',
	'seven',
	'eight',
	'nine',
	'ten'
];

/** What is said of one and of several, in the order of need. */
const SAID: { states: CardState[]; one: string; many: string }[] = [
	{ states: ['needsYou', 'locked'], one: 'needs you', many: 'need you' },
	{ states: ['attention'], one: 'needs attention', many: 'need attention' },
	{ states: ['waiting'], one: 'is waiting for Meta', many: 'are waiting for Meta' }
];

/**
 * One sentence over all connections, of the same judgement as their cards: "One of three needs you,
 * two need attention." Above ten in figures.
 */
export function summaryOf(connections: ConnectionView[]): string {
	const living = connections.map(stateOf).filter((state) => state !== 'disconnected');
	const all = living.length;
	if (all === 0) return 'Nothing is connected now.';
	const figure = (count: number) => (all > 10 ? undefined : NUMBERS[count]) ?? String(count);
	const whole = all === 2 ? 'both' : `all ${figure(all)}`;
	const told = SAID.flatMap(({ states, one, many }) => {
		const count = living.filter((state) => states.includes(state)).length;
		return count === 0 ? [] : [{ count, verb: count === 1 ? one : many }];
	});
	const [first, ...rest] = told;
	if (!first) {
		return all === 1 ? 'Your connection works.' : `${capital(whole)} connections work.`;
	}
	if (all === 1) return `Your connection ${first.verb}.`;
	const who = first.count === all ? whole : `${figure(first.count)} of ${figure(all)}`;
	const others = rest.map(({ count, verb }) => `, ${figure(count)} ${verb}`).join('');
	return `${capital(`${who} ${first.verb}${others}`)}.`;
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
