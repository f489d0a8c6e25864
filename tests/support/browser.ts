/** What a test sends like a browser would: cookies per host, and Fetch Metadata of our own pages. */
export class TestBrowser {
	readonly #jars = new Map<string, Map<string, string>>();
	readonly #received: { origin: string; text: string }[] = [];

	/** Every byte that ever came back from there, headers included: searched for secrets. */
	receivedFrom(origin: string) {
		return this.#received.flatMap((one) => (one.origin === origin ? [one.text] : [])).join('\n');
	}

	/** One request; redirects are not followed. */
	async send(url: string, init: RequestInit = {}): Promise<{ response: Response; text: string }> {
		const { origin } = new URL(url);
		const headers = new Headers(init.headers);
		const jar = this.cookies(origin);
		if (jar.size > 0) {
			headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
		}
		const response = await fetch(url, { ...init, headers, redirect: 'manual' });
		for (const line of response.headers.getSetCookie()) this.#keep(jar, line);
		const text = await response.text();
		const shown = [...response.headers].filter(
			([name]) => name !== 'set-cookie' && name !== 'location'
		);
		this.#received.push({ origin, text: JSON.stringify(shown) + text });
		return { response, text };
	}

	/** Opens a page as a click on a page of the same origin does. */
	open(url: string, headers: Record<string, string> = {}) {
		return this.send(url, {
			headers: {
				accept: 'text/html',
				'sec-fetch-site': 'same-origin',
				'sec-fetch-dest': 'document',
				...headers
			}
		});
	}

	/** Sends a form of the page's own origin. */
	submit(url: string, fields: Record<string, string> | URLSearchParams, headers = {}) {
		return this.send(url, {
			method: 'POST',
			headers: {
				accept: 'text/html',
				origin: new URL(url).origin,
				'sec-fetch-site': 'same-origin',
				'content-type': 'application/x-www-form-urlencoded',
				...headers
			},
			body: new URLSearchParams(fields).toString()
		});
	}

	/** Calls the JSON API as a script of ours does. */
	async api(url: string, method = 'GET', sent?: unknown) {
		const headers = { origin: new URL(url).origin, 'x-csrf': '1', 'sec-fetch-site': 'same-origin' };
		const init = sent === undefined ? {} : { body: JSON.stringify(sent) };
		const { response, text } = await this.send(url, { method, headers, ...init });
		const body = (text === '' ? null : JSON.parse(text)) as never;
		return { status: response.status, body, headers: response.headers };
	}

	cookies(origin: string) {
		const { host } = new URL(origin);
		const jar = this.#jars.get(host) ?? new Map<string, string>();
		this.#jars.set(host, jar);
		return jar;
	}

	#keep(jar: Map<string, string>, line: string) {
		const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
		const at = pair.indexOf('=');
		const name = pair.slice(0, at);
		const isGone = attributes.some(
			(one) => /^max-age=0$/i.test(one) || /^expires=.*1970/i.test(one)
		);
		if (isGone) jar.delete(name);
		else jar.set(name, pair.slice(at + 1));
	}
}
