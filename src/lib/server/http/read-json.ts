import type { RequestEvent } from '@sveltejs/kit';
import { AppError } from '../errors.ts';
import { readBody } from './read-body.ts';
import { bodyBounds } from './routes.ts';

/**
 * The JSON of a request's body, whatever its type says; its shape is the caller's to check.
 * @throws AppError too_large, invalid_request
 */
export async function readJson({ request, route }: RequestEvent): Promise<unknown> {
	const body = await readBody(request, bodyBounds(route.id).maxBody);
	try {
		return JSON.parse(body.toString()) as unknown;
	} catch {
		throw new AppError('invalid_request', 'This request holds no JSON.');
	}
}
