import { days } from '../../clock.ts';
import type { ConnectionView } from '../../../view.ts';
import { ask } from '../ask.ts';
import { ToolFailure } from '../failure.ts';
import type { ToolContext } from '../tool.ts';
import { askMetrics, joined, leftOut, type Metrics } from './ask-metrics.ts';
import { ACCOUNT_METRICS, type AccountMetrics } from './metrics.ts';
import type { Window } from './windows.ts';

/** The numbers of an account in one window. @throws ToolFailure where there is none at all */
export async function accountInsights(
	context: ToolContext,
	connection: ConnectionView,
	window: Window
): Promise<Metrics> {
	const answers: (Metrics | ToolFailure)[] = [];
	for (const row of ACCOUNT_METRICS)
		answers.push(
			isTooOld(row, window, context.now())
				? TOO_OLD
				: await rowInsights(context, connection, row, window)
		);
	const [first] = answers;
	if (first instanceof ToolFailure && answers.every((answer) => answer instanceof ToolFailure))
		throw first;
	return joined(
		answers.map((answer, index) =>
			answer instanceof ToolFailure
				? joined((ACCOUNT_METRICS[index]?.metrics ?? []).map((metric) => leftOut(metric, answer)))
				: answer
		)
	);
}

async function rowInsights(
	context: ToolContext,
	connection: ConnectionView,
	{ metrics, parameters }: AccountMetrics,
	{ since, until }: Window
): Promise<Metrics | ToolFailure> {
	try {
		return await askMetrics(metrics, (metrics) =>
			ask(context, connection, `GET ${connection.account.id}/insights`, {
				metric: metrics.join(','),
				...parameters,
				since: String(Math.floor(since / 1000)),
				until: String(Math.floor(until / 1000))
			})
		);
	} catch (error) {
		if (error instanceof ToolFailure) return error;
		throw error;
	}
}

const isTooOld = ({ isOfLately }: AccountMetrics, { since }: Window, now: number) =>
	isOfLately === true && since < now - days(30);

const TOO_OLD = new ToolFailure('Instagram has it of the last 30 days only.', '');
