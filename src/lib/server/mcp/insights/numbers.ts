import * as z from 'zod';
import { fieldOf, listIn, numberIn, timeIn, wordIn } from '../pick.ts';

export const NUMBER = z.object({
	metric: z.string(),
	value: z.number().nullable(),
	by_day: z
		.array(z.object({ until: z.string().nullable(), value: z.number().nullable() }))
		.optional(),
	breakdown: z.array(z.object({ of: z.string(), value: z.number().nullable() })).optional()
});
export type MetricNumber = z.infer<typeof NUMBER>;

/** The numbers of an answer; of what was not asked for, nothing. */
export const numbersIn = (body: unknown, asked: readonly string[]): MetricNumber[] =>
	listIn(body).flatMap((item) => {
		const metric = wordIn(fieldOf(item, 'name'));
		return metric !== null && asked.includes(metric) ? [numberOf(metric, item)] : [];
	});

/**
 * `values` of one is the number itself; of several they are days, which are told one by one: a sum
 * would count people twice who came on two days.
 */
function numberOf(metric: string, item: unknown): MetricNumber {
	const total = fieldOf(item, 'total_value');
	const days = fieldOf(item, 'values');
	if (Array.isArray(days) && days.length > 1)
		return {
			metric,
			value: null,
			by_day: days.map((day) => ({
				until: timeIn(fieldOf(day, 'end_time')),
				value: numberIn(fieldOf(day, 'value'))
			}))
		};
	const value = numberIn(
		fieldOf(total ?? (Array.isArray(days) ? (days[0] as unknown) : undefined), 'value')
	);
	const breakdown = partsOf(fieldOf(total, 'breakdowns'));
	return { metric, value, ...(breakdown.length > 0 ? { breakdown } : {}) };
}

const partsOf = (breakdowns: unknown) =>
	(Array.isArray(breakdowns) ? breakdowns : []).flatMap((breakdown) => {
		const results = fieldOf(breakdown, 'results');
		return (Array.isArray(results) ? results : []).flatMap((result) => {
			const values = fieldOf(result, 'dimension_values');
			const words = (Array.isArray(values) ? values : []).map(wordIn);
			return words.includes(null) || words.length === 0
				? []
				: [{ of: words.join(' '), value: numberIn(fieldOf(result, 'value')) }];
		});
	});
