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

const needsCreator = ({ status }: ConnectionView) =>
	status === 'needs_reconnect' || status === 'locked';

const isWaiting = ({ problem }: ConnectionView) =>
	problem?.code === 'meta_not_answering' || problem?.code === 'rate_limited';

/** One sentence over all connections: "One of three needs you." Above ten in figures. */
export function summaryOf(connections: ConnectionView[]): string {
	const living = connections.filter(({ status }) => status !== 'disconnected');
	const needing = living.filter(needsCreator).length;
	const waiting = living.filter(isWaiting).length;
	const all = living.length;
	if (all === 0) return 'Nothing is connected now.';
	if (all === 1) {
		if (needing === 1) return 'Your connection needs you.';
		return waiting === 1 ? 'Your connection is waiting for Meta.' : 'Your connection is well.';
	}
	const figure = (count: number) => (all > 10 ? undefined : NUMBERS[count]) ?? String(count);
	if (needing === 0 && waiting > 0) {
		if (waiting === all)
			return `${all === 2 ? 'Both' : `All ${figure(all)}`} are waiting for Meta.`;
		return capital(
			`${figure(waiting)} of ${figure(all)} ${waiting === 1 ? 'is' : 'are'} waiting for Meta.`
		);
	}
	if (needing === 0) return all === 2 ? 'Both are well.' : `All ${figure(all)} are well.`;
	if (needing === all) return all === 2 ? 'Both need you.' : `All ${figure(all)} need you.`;
	return capital(`${figure(needing)} of ${figure(all)} ${needing === 1 ? 'needs' : 'need'} you.`);
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
