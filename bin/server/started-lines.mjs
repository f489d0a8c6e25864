/** Light on dark whatever the terminal's own colours are: not every camera reads the reverse. */
const LIGHT_ON_DARK = '\u001b[97;40m';
const PLAIN = '\u001b[0m';
/** Modules of light around the code, of which two are enough on a screen. */
const BORDER = 2;

/**
 * What a start says last. Before people at a terminal the claim link is the very last line, with the
 * same as a picture for a phone where it fits; in a log the address is.
 * @param {{
 *   origin: string,
 *   claimLink: string | null,
 *   notes: (string | null)[],
 *   terminal: { columns?: number } | null
 * }} facts `terminal`: null where the output goes to a file or a service
 * @returns {Promise<string[]>}
 */
export async function startedLines({ origin, claimLink, notes, terminal }) {
	const said = notes.filter((line) => line !== null);
	const address = `Mooring is at ${origin}`;
	if (!claimLink) return [...said, address];
	const claim = `Claim this instance: ${claimLink}`;
	if (!terminal) return [claim, ...said, address];
	return [...said, address, ...(await picture(claimLink, terminal.columns ?? 0)), claim];
}

/** The link as a QR code, two rows of it to a line; nothing where it is wider than the terminal. @param {string} link @param {number} columns */
async function picture(link, columns) {
	const { renderUnicodeCompact } = await import('uqr');
	const lines = renderUnicodeCompact(link, { border: BORDER }).split('\n');
	if ((lines[0]?.length ?? 0) > columns) return [];
	return lines.map((line) => `${LIGHT_ON_DARK}${line}${PLAIN}`);
}

/** Prints what a start says last. @param {Omit<Parameters<typeof startedLines>[0], 'terminal'>} facts */
export async function sayStarted(facts) {
	const { isTTY, columns } = process.stdout;
	const lines = await startedLines({ ...facts, terminal: isTTY ? { columns } : null });
	process.stdout.write(`${lines.join('\n')}\n`);
}
