import type { Visit } from './visit.ts';

/**
 * Meta's headers of use, JSON in a string, percentages (Meta, Graph API rate limiting).
 * @param regainMinutes told where everything is used up
 */
export function usageHeaders(
	userId: string,
	percent = 28,
	regainMinutes = 12
): Record<string, string> {
	const used = { call_count: percent, total_cputime: 5, total_time: 6 };
	const wait = percent >= 100 ? regainMinutes : 0;
	return {
		'x-app-usage': JSON.stringify({ call_count: percent, total_time: 25, total_cputime: 25 }),
		'x-business-use-case-usage': JSON.stringify({
			[userId]: [{ type: 'instagram', ...used, estimated_time_to_regain_access: wait }]
		})
	};
}

/** The answer with the headers of use, where the switch is on. */
export function withUsage({ world }: Visit, id: string, answer: Response): Response {
	const { switches } = world;
	if (switches.usageHeaders)
		for (const [name, value] of Object.entries(
			usageHeaders(id, switches.usagePercent, switches.regainMinutes)
		))
			answer.headers.set(name, value);
	return answer;
}
