import { newTraceId } from '../ids.ts';
import { versionOf } from '../version.ts';
import type { Visit } from '../visit.ts';

/** Headers that every answer of the Graph has. The trace is the `fbtrace_id` of an error. */
export function withMetaHeaders({ url }: Visit, answer: Response): Response {
	const { headers } = answer;
	headers.set('facebook-api-version', versionOf(url.pathname) ?? 'v25.0');
	if (!headers.has('x-fb-trace-id')) headers.set('x-fb-trace-id', newTraceId());
	headers.set('x-fb-request-id', newTraceId());
	headers.set('x-fb-rev', '1030000000');
	headers.set('vary', 'Origin, Accept-Encoding');
	headers.set('pragma', 'no-cache');
	headers.set('expires', 'Sat, 01 Jan 2000 00:00:00 GMT');
	return answer;
}
