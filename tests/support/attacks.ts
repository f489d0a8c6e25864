import type { Page } from '@playwright/test';

const ENCODINGS = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];

/** Sends every address a form in each encoding that a form can have, as this page. */
export const submitForms = (page: Page, targets: string[]) =>
	page.evaluate(
		async ({ targets, encodings }) => {
			for (const action of targets) {
				for (const enctype of encodings) {
					const frame = document.createElement('iframe');
					frame.name = 'into';
					const form = document.createElement('form');
					Object.assign(form, { method: 'POST', action, enctype, target: 'into' });
					const field = document.createElement('input');
					Object.assign(field, { name: 'session', value: 'x' });
					form.append(field);
					document.body.append(frame, form);
					const loaded = new Promise((resolve) => (frame.onload = resolve));
					form.submit();
					await loaded;
					frame.remove();
					form.remove();
				}
			}
		},
		{ targets, encodings: ENCODINGS }
	);

/** Calls every address as a script of this page can, and returns all that it could read. */
export const callAll = (page: Page, changing: string[], reading: string[]) =>
	page.evaluate(
		async ({ changing, reading }) => {
			const read: string[] = [];
			const send = async (url: string, init: RequestInit) => {
				try {
					const answer = await fetch(url, { credentials: 'include', ...init });
					read.push(await answer.text());
				} catch {
					// Refused: nothing to read.
				}
			};
			const headers = { 'content-type': 'application/json', 'x-csrf': '1' };
			for (const url of changing) {
				for (const body of ['{}', new URLSearchParams('a=b'), new FormData(), null]) {
					await send(url, { method: 'POST', mode: 'no-cors', body });
				}
				await send(url, { method: 'POST', headers, body: '{}' });
				await send(url, { method: 'DELETE', headers });
				navigator.sendBeacon(url, 'a=b');
			}
			for (const url of reading) {
				for (const mode of ['cors', 'no-cors'] as const) await send(url, { mode });
			}
			return read.filter((text) => text !== '');
		},
		{ changing, reading }
	);

/** Puts addresses into this page as scripts, pictures and frames; which of the first two loaded. */
export const include = (
	page: Page,
	parts: { scripts: string[]; pictures: string[]; frames: string[] }
) =>
	page.evaluate(async ({ scripts, pictures, frames }) => {
		const load = (tag: 'img' | 'script' | 'iframe', src: string) =>
			new Promise<string[]>((resolve) => {
				const element = document.createElement(tag);
				element.onload = () => resolve([src]);
				element.onerror = () => resolve([]);
				element.src = src;
				document.body.append(element);
			});
		for (const src of frames) await load('iframe', src);
		const loaded = [
			...scripts.map((src) => load('script', src)),
			...pictures.map((src) => load('img', src))
		];
		return (await Promise.all(loaded)).flat();
	}, parts);

/** Opens a window of an address from this page, and says whether the page lost its hold of it. */
export const losesWindow = (page: Page, url: string) =>
	page.evaluate(async (url) => {
		const opened = window.open(url);
		for (let tries = 0; tries < 100 && opened?.closed === false; tries += 1) {
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		return opened?.closed ?? null;
	}, url);

/** Leads this page's browser to an address, as a link or a script of the page can. */
export const leadTo = (page: Page, url: string) =>
	page.evaluate((url) => {
		window.location.href = url;
	}, url);
