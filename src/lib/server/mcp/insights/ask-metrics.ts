import * as z from 'zod';
import pMap from 'p-map';
import { ToolFailure } from '../failure.ts';
import { isNotHere } from '../meta-causes.ts';
import { type MetricNumber, numbersIn } from './numbers.ts';

/** A number that Meta refused, and why. */
export const LEFT_OUT = z.object({
	metric: z.string(),
	reason: z.string(),
	untrusted: z.object({ meta_says: z.string() })
});

export type Metrics = {
	numbers: MetricNumber[];
	left_out: z.infer<typeof LEFT_OUT>[];
	/** Meta has no data of them, which is not 0. */
	no_data: string[];
};

const SINGLY_AT_ONCE = 3;

/**
 * One metric that Meta does not have fails its whole call (code 100). So all are asked for; then
 * those that the refusal does not speak of together, and those that it does one by one.
 * @param ask sends one call for these metrics; throws ToolFailure
 * @throws ToolFailure where it is not about a metric, or where nothing at all was given
 */
export async function askMetrics(
	metrics: readonly string[],
	ask: (metrics: readonly string[]) => Promise<unknown>
): Promise<Metrics> {
	const all = await tried(metrics, ask);
	if (!(all instanceof ToolFailure)) return all;
	if (!isAboutMetrics(all) || metrics.length === 1) throw all;
	const named = namedIn(all, metrics);
	const others = metrics.filter((metric) => !named.includes(metric));
	const together = others.length > 0 ? await tried(others, ask) : nothing();
	const singly =
		together instanceof ToolFailure ? metrics : metrics.filter((metric) => named.includes(metric));
	const parts = await pMap(
		singly,
		async (metric) => orLeftOut(metric, await tried([metric], ask)),
		{
			concurrency: SINGLY_AT_ONCE
		}
	);
	const whole = joined(together instanceof ToolFailure ? parts : [together, ...parts]);
	if (whole.left_out.length === metrics.length) throw all;
	return whole;
}

/** Several answers as one. */
export const joined = (parts: readonly Metrics[]): Metrics => ({
	numbers: parts.flatMap(({ numbers }) => numbers),
	left_out: parts.flatMap(({ left_out }) => left_out),
	no_data: parts.flatMap(({ no_data }) => no_data)
});

const nothing = (): Metrics => ({ numbers: [], left_out: [], no_data: [] });

/** A metric that was refused by itself is left out and named. */
export const leftOut = (metric: string, failure: ToolFailure): Metrics => ({
	...nothing(),
	left_out: [
		{ metric, reason: failure.message, untrusted: { meta_says: failure.meta?.words ?? '' } }
	]
});

const orLeftOut = (metric: string, answer: Metrics | ToolFailure) =>
	answer instanceof ToolFailure ? leftOut(metric, answer) : answer;

async function tried(
	metrics: readonly string[],
	ask: (metrics: readonly string[]) => Promise<unknown>
): Promise<Metrics | ToolFailure> {
	try {
		const numbers = numbersIn(await ask(metrics), metrics);
		const told = numbers.map(({ metric }) => metric);
		return { numbers, left_out: [], no_data: metrics.filter((metric) => !told.includes(metric)) };
	} catch (error) {
		if (error instanceof ToolFailure) return error;
		throw error;
	}
}

const OLDER_THAN_THE_ACCOUNT = 2_108_006;

const isAboutMetrics = ({ meta }: ToolFailure) =>
	meta !== null && meta.code === 100 && !isNotHere(meta) && meta.subcode !== OLDER_THAN_THE_ACCOUNT;

/** The metrics that Meta's words speak of; all of them where it names none. */
function namedIn({ meta }: ToolFailure, metrics: readonly string[]): readonly string[] {
	const words = meta?.words ?? '';
	// "metric[3] must be one of the following values: …" lists the good ones.
	const [complaint = '', good] = words.split(/one of the following values:/);
	const allowed = good?.match(/\w+/g);
	const named =
		allowed === undefined || allowed === null
			? metrics.filter((metric) => new RegExp(`\\b${metric}\\b`).test(complaint))
			: metrics.filter((metric) => !allowed.includes(metric));
	return named.length > 0 ? named : metrics;
}
