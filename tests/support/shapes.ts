/**
 * How a secret could stand in a file without being seen at once: as it is, in UTF-16, in hex, as an
 * address or JSON would write it, and in base64 at each of the three places that a group can begin.
 */
export function shapesOf(secret: string): Buffer[] {
	const bytes = Buffer.from(secret);
	const in64 = [0, 1, 2].flatMap((before) => {
		const whole = Buffer.concat([Buffer.alloc(before), bytes])
			.toString('base64')
			.replace(/=+$/, '');
		// The first and the last sign hold bits of their neighbours.
		const inner = whole.slice(before === 0 ? 0 : before + 1, -1);
		return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
	});
	const texts = [
		secret,
		encodeURIComponent(secret),
		JSON.stringify(secret).slice(1, -1),
		bytes.toString('hex'),
		bytes.toString('hex').toUpperCase(),
		[...secret].reverse().join(''),
		...in64
	];
	return [...new Set(texts)]
		.map((text) => Buffer.from(text))
		.concat(Buffer.from(secret, 'utf16le'));
}

/** Which of these secrets stand in some bytes, in whatever shape, by their names. */
export const seenIn = (bytes: Buffer, secrets: Record<string, string>): string[] =>
	Object.entries(secrets)
		.filter(([, secret]) => shapesOf(secret).some((shape) => bytes.includes(shape)))
		.map(([name]) => name);
