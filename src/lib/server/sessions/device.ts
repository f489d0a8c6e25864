/** The first that is found names the browser: each pretends to be some of those below it. */
const BROWSERS: [RegExp, string][] = [
	[/\bInstagram\b/, 'the Instagram app'],
	[/\bFBA[NV]\b/, 'the Facebook app'],
	[/\bEdg(e|A|iOS)?\//, 'Edge'],
	[/\bOPR\//, 'Opera'],
	[/\bSamsungBrowser\//, 'Samsung Internet'],
	[/\b(Firefox|FxiOS)\//, 'Firefox'],
	[/\b(Headless)?Chromium\/|\bHeadlessChrome\//, 'Chromium'],
	[/\b(Chrome|CriOS)\//, 'Chrome'],
	[/\bSafari\//, 'Safari']
];
const SYSTEMS: [RegExp, string][] = [
	[/\biPhone\b/, 'iPhone'],
	[/\biPad\b/, 'iPad'],
	[/\bAndroid\b/, 'Android'],
	[/\bCrOS\b/, 'ChromeOS'],
	[/\bWindows\b/, 'Windows'],
	[/\bMac OS X\b|\bMacintosh\b/, 'Mac'],
	[/\bLinux\b/, 'Linux']
];
/** A header may be as long as the server lets it; the names stand early. */
const READ = 400;

/**
 * Browser and system in plain words, "Firefox on Android": the only thing that is kept of a
 * User-Agent (RFC 9110, section 10.1.5). It tells devices apart and proves nothing.
 * @returns null where neither is known
 */
export function deviceOf(userAgent: string | null): string | null {
	const text = (userAgent ?? '').slice(0, READ);
	const browser = nameIn(text, BROWSERS);
	const system = nameIn(text, SYSTEMS);
	if (browser === null) return system === null ? null : `A browser on ${system}`;
	return capital(system === null ? browser : `${browser} on ${system}`);
}

const nameIn = (text: string, names: [RegExp, string][]) =>
	names.find(([sign]) => sign.test(text))?.[1] ?? null;

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
