import { defineConfig } from '@playwright/test';
import { findChromium } from './bin/testing/browser.mjs';

const browser = await findChromium();

export default defineConfig({
	testDir: 'tests/e2e',
	outputDir: 'test-results',
	// Each test has an instance and a simulator of its own.
	workers: 2,
	fullyParallel: false,
	// What is wrong fails by what it says, not because its machine is busy.
	timeout: 240_000,
	expect: { timeout: 30_000 },
	// A shared CI machine may stall for seconds; a real fault fails twice.
	retries: process.env['CI'] === undefined ? 0 : 1,
	forbidOnly: process.env['CI'] !== undefined,
	use: {
		launchOptions: {
			executablePath: browser.executablePath,
			...(browser.env ? { env: browser.env } : {}),
			// The simulator is another site, as Meta is: a name of its own, on this machine.
			args: [...browser.args, '--host-resolver-rules=MAP *.test 127.0.0.1']
		},
		locale: 'en-GB',
		timezoneId: 'Pacific/Chatham',
		trace: 'off'
	}
});
