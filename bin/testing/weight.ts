import { chromium } from '@playwright/test';
import { TestBrowser } from '../../tests/support/browser.ts';
import { consent } from '../../tests/support/consent.ts';
import { startPractice } from '../../tests/support/practice.ts';
import { MOST_SCRIPT_BYTES, scriptBytes } from '../../tests/support/weight.ts';
import { findChromium } from './browser.mjs';

/** `npm run weight`: prints how much JavaScript the first view of `/` loads, signed out and in. */
const practice = await startPractice();
const { executablePath, args, env } = await findChromium();
const browser = await chromium.launch({ executablePath, args, ...(env ? { env } : {}) });
try {
	const context = await browser.newContext();
	const page = await context.newPage();
	print('signed out', await scriptBytes(page, practice.origin));
	await context.addCookies(await signIn());
	print('signed in', await scriptBytes(page, practice.origin));
} finally {
	await browser.close();
	await practice.remove();
}

function print(view: string, bytes: number) {
	const share = Math.round((100 * bytes) / MOST_SCRIPT_BYTES);
	process.stdout.write(
		`${view.padEnd(11)} ${String(bytes)} bytes of JavaScript, ${String(share)} % of ${String(MOST_SCRIPT_BYTES)}\n`
	);
	if (bytes >= MOST_SCRIPT_BYTES) process.exitCode = 1;
}

async function signIn() {
	const visitor = new TestBrowser();
	const { response } = await visitor.open(`${practice.origin}/auth/instagram/login`);
	const location = (response.headers.get('location') ?? '').replace(
		/^http:\/\/[^/]+/,
		practice.simulator
	);
	await visitor.open(await consent(visitor, location, 'ada.draws'));
	return [...visitor.cookies(practice.origin)].map(([name, value]) => ({
		name,
		value,
		url: practice.origin
	}));
}
