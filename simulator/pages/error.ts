import { html } from 'hono/html';
import { page } from './layout.ts';

export const NOT_AVAILABLE = "Sorry, this page isn't available";

/** Meta's own error page. It never leads back to the client. */
export function errorPage(
	message: string,
	given: { status?: number; loginAddress?: string } = {}
): Promise<Response> {
	return page({
		title: 'Error',
		status: given.status ?? 400,
		body: html`<h1>${message}</h1>
			<p>The app that sent you here is not told of this. It is the same with Meta.</p>
			${
				given.loginAddress
					? html`<p><a href="${given.loginAddress}">Log in with another account</a></p>`
					: ''
			}`
	});
}
