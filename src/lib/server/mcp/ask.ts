import type { ConnectionView } from '../../view.ts';
import { ToolRefusal } from '../keys/tool-refusal.ts';
import { failureOfRefusal, successOf } from './failure.ts';
import type { ToolContext } from './tool.ts';

/**
 * One call of the Graph for a connection, through the relay's rows.
 * @param row method and path behind the connection, `GET 123/comments`; ids are checked by the input
 * @param parameters as Meta names them; undefined ones are left out
 * @returns the body
 * @throws ToolFailure for every answer that is no success
 */
export async function ask(
	{ relay, caller }: ToolContext,
	{ id }: ConnectionView,
	row: `${'GET' | 'POST' | 'DELETE'} ${string}`,
	parameters: Record<string, string | undefined> = {}
): Promise<unknown> {
	const [method, path] = row.split(' ') as [string, string];
	const text = new URLSearchParams(
		Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined)
	).toString();
	const isPost = method === 'POST';
	try {
		return successOf(
			await relay({
				...caller,
				method,
				path: `/connections/${id}/${path}`,
				query: isPost ? '' : text,
				body: isPost
					? {
							type: 'application/x-www-form-urlencoded',
							bytes: new TextEncoder().encode(text)
						}
					: null
			})
		);
	} catch (error) {
		throw error instanceof ToolRefusal ? failureOfRefusal(error) : error;
	}
}
