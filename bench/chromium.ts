import { chromium } from '@playwright/test';
import { findChromium } from '../bin/testing/browser.mjs';

/** The browser that the tests use, with what a measurement adds. */
export async function startChromium(more: string[] = []) {
	const { executablePath, args, env } = await findChromium();
	return chromium.launch({ executablePath, args: [...args, ...more], ...(env ? { env } : {}) });
}
