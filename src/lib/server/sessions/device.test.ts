import { expect, it } from 'vitest';
import { deviceOf } from './device.ts';

const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0';

it.each([
	[`Mozilla/5.0 (X11; Linux x86_64) ${CHROME} Safari/537.36`, 'Chrome on Linux'],
	[
		'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Ubuntu Chromium/142.0 Chrome/142.0 Safari/537.36',
		'Chromium on Linux'
	],
	[
		'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0 Safari/537.36',
		'Chromium on Linux'
	],
	[
		`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Safari/537.36 Edg/142.0`,
		'Edge on Windows'
	],
	[`Mozilla/5.0 (Linux; Android 16; Pixel) ${CHROME} Mobile Safari/537.36`, 'Chrome on Android'],
	['Mozilla/5.0 (Android 16; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0', 'Firefox on Android'],
	[
		'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15',
		'Safari on Mac'
	],
	[
		'Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 400.0',
		'The Instagram app on iPhone'
	],
	[`Mozilla/5.0 (X11; CrOS x86_64 16000.0.0) ${CHROME} Safari/537.36`, 'Chrome on ChromeOS'],
	['curl/8.9.1', null],
	['Something (Windows NT 10.0)', 'A browser on Windows'],
	['', null],
	[null, null]
])('%s is %s', (userAgent, device) => {
	expect(deviceOf(userAgent)).toBe(device);
});

it('says one of its own words only, whatever is sent', () => {
	expect(deviceOf('<script>alert(1)</script> Firefox/1 '.repeat(1000))).toBe('Firefox');
	expect(deviceOf(`${'x'.repeat(400)} Firefox/1 (Linux)`)).toBeNull();
});
