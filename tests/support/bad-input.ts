/** A request of the catalogue in docs/SECURITY-MODEL.md, and the answer that is promised. */
export type BadInput = {
	/** Its number in the catalogue. */
	no: number;
	what: string;
	method: string;
	path: string;
	headers: Record<string, string>;
	body: string | null;
	/** Status, and where to if it leads somewhere: for a creator, and for who is signed out. */
	answers: { owner: string; nobody: string };
};

type Parts = Partial<Pick<BadInput, 'method' | 'headers' | 'body'>>;

/** One row. `answer`: `'400'`, `'303 /'`, or both answers where they differ. */
export function row(
	no: number,
	what: string,
	path: string,
	answer: string | { owner: string; nobody: string },
	{ method = 'GET', headers = {}, body = null }: Parts = {}
): BadInput {
	const answers = typeof answer === 'string' ? { owner: answer, nobody: answer } : answer;
	return { no, what, method, path, headers, body, answers };
}

export const FORM = 'application/x-www-form-urlencoded';
export const KB = 1024;

/** What a table leaves open until the instance runs. */
export const OUR_ORIGIN = 'OUR-ORIGIN';
export const OWN_CONNECTION = 'OWN-CONNECTION';
