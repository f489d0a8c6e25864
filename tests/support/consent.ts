import type { TestBrowser } from './browser.ts';

type Form = { action: string; method: string; fields: [string, string][]; buttons: Button[] };
type Button = { name: string; value: string; text: string };

/**
 * Clicks through the simulator's pages as a person without JavaScript would, and returns the address
 * that it sends the browser back to.
 * @param decline words of the permissions to untick
 */
export async function consent(
	browser: TestBrowser,
	authorizationUrl: string,
	username: string,
	{ decline = [], answer = 'Allow' }: { decline?: string[]; answer?: 'Allow' | 'Cancel' } = {}
): Promise<string> {
	let { response, url, text } = await follow(browser, authorizationUrl);
	const login = formWith(text, username);
	if (login) ({ response, url, text } = await press(browser, url, login.form, login.button));
	const question = formWith(text, answer);
	if (!question) throw new Error(`no consent page at ${url}: ${text.slice(0, 500)}`);
	const form = {
		...question.form,
		fields: question.form.fields.filter(
			([name, value]) => !decline.some((word) => `${name} ${value}`.includes(word))
		)
	};
	const sent = await submit(browser, url, form, question.button);
	const location = sent.response.headers.get('location');
	if (location === null) throw new Error(`the consent led nowhere: ${String(response.status)}`);
	return new URL(location, url).href;
}

async function press(browser: TestBrowser, base: string, form: Form, button: Button) {
	const { response, text } = await submit(browser, base, form, button);
	const location = response.headers.get('location');
	return location === null
		? { response, text, url: base }
		: follow(browser, new URL(location, base).href);
}

function submit(browser: TestBrowser, base: string, form: Form, button: Button) {
	const action = new URL(form.action, base);
	const fields = [...form.fields, ...(button.name ? [[button.name, button.value]] : [])] as [
		string,
		string
	][];
	if (form.method === 'post') return browser.submit(action.href, new URLSearchParams(fields));
	for (const [name, value] of fields) action.searchParams.append(name, value);
	return browser.open(action.href);
}

async function follow(browser: TestBrowser, start: string) {
	let url = start;
	for (let hop = 0; hop < 8; hop += 1) {
		const { response, text } = await browser.open(url);
		const location = response.headers.get('location');
		if (location === null) return { response, text, url };
		url = new URL(location, url).href;
	}
	throw new Error('too many redirects at the simulator');
}

/** The form that has a button with these words, and that button. */
function formWith(html: string, words: string) {
	for (const [, attributes = '', inside = ''] of html.matchAll(
		/<form([^>]*)>([\s\S]*?)<\/form>/g
	)) {
		const form = readForm(attributes, inside);
		const button = form.buttons.find(({ text, value }) => text.includes(words) || value === words);
		if (button) return { form, button };
	}
	return null;
}

function readForm(attributes: string, inside: string): Form {
	const inputs = [...inside.matchAll(/<input([^>]*)>/g)].map(([, input = '']) => input);
	const isSent = (input: string) =>
		attribute(input, 'type') !== 'checkbox' || /\schecked(\s|=|>|$|\/)/.test(input);
	return {
		action: attribute(attributes, 'action') ?? '',
		method: (attribute(attributes, 'method') ?? 'get').toLowerCase(),
		fields: inputs
			.filter(isSent)
			.map((input) => [attribute(input, 'name') ?? '', attribute(input, 'value') ?? 'on']),
		buttons: [...inside.matchAll(/<button([^>]*)>([\s\S]*?)<\/button>/g)].map(
			([, button = '', text = '']) => ({
				name: attribute(button, 'name') ?? '',
				value: attribute(button, 'value') ?? '',
				text: text.replace(/<[^>]*>/g, ' ')
			})
		)
	};
}

function attribute(tag: string, name: string) {
	const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
	return (
		value?.replace(/&(?:#(\d+)|(\w+));/g, (_all, code: string, name: string) =>
			code ? String.fromCodePoint(Number(code)) : (NAMED[name] ?? '')
		) ?? null
	);
}

const NAMED: Record<string, string> = { amp: '&', quot: '"', apos: "'", lt: '<', gt: '>' };
