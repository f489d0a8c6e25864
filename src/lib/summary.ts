import type { ConnectionView } from './view.ts';

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

const numberWord = (count: number) => NUMBERS[count] ?? String(count);

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

const needsCreator = ({ status }: ConnectionView) =>
	status === 'needs_reconnect' || status === 'locked';

/** One sentence over all connections: "One of three needs you." */
export function summaryOf(connections: ConnectionView[]): string {
	const living = connections.filter(({ status }) => status !== 'disconnected');
	const needing = living.filter(needsCreator).length;
	const all = living.length;
	if (all === 0) return 'Nothing is connected now.';
	if (all === 1) return needing === 1 ? 'Your connection needs you.' : 'Your connection is well.';
	if (needing === 0) return all === 2 ? 'Both are well.' : `All ${numberWord(all)} are well.`;
	if (needing === all) return all === 2 ? 'Both need you.' : `All ${numberWord(all)} need you.`;
	const verb = needing === 1 ? 'needs' : 'need';
	return `${capital(numberWord(needing))} of ${numberWord(all)} ${verb} you.`;
}
