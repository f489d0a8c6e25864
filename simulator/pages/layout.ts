import { html } from 'hono/html';

export type Markup = ReturnType<typeof html>;

/** No inline script or style. `form-action` is left open: Allow leads on to the client's address. */
const POLICY =
	"default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; frame-ancestors 'none'";

/** A whole page of the simulator, which says on each that it is none of Meta's. */
export async function page(given: {
	title: string;
	body: Markup;
	status?: number;
	script?: string;
}): Promise<Response> {
	const text = html`<!doctype html>
		<html lang="en">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<title>${given.title} · Simulator</title>
				<link rel="icon" href="/_simulator/icon.svg" />
				<link rel="stylesheet" href="/_simulator/simulator.css" />
				${
					given.script
						? html`<script type="module" src="/_simulator/${given.script}"></script>`
						: ''
				}
			</head>
			<body>
				<header class="notice">
					<p>Simulator — not Instagram; nothing here touches Meta</p>
				</header>
				<main>${given.body}</main>
			</body>
		</html>`;
	return new Response(String(await text), {
		status: given.status ?? 200,
		headers: {
			'content-type': 'text/html; charset=utf-8',
			'content-security-policy': POLICY,
			'cache-control': 'no-store',
			'x-content-type-options': 'nosniff',
			'referrer-policy': 'strict-origin-when-cross-origin'
		}
	});
}
