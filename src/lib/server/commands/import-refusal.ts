import { AppError } from '../errors.ts';
import { CAUSES } from '../problems/causes.ts';
import { causeOf, CouldNotSend, MetaRefused, UnexpectedAnswer } from '../meta/errors.ts';

/** One sentence for everything that Meta or Mooring may say; never one that quotes the token. */
export function sentenceOf(error: unknown): string {
	if (error instanceof AppError) return error.message;
	const isOfMeta = [CouldNotSend, MetaRefused, UnexpectedAnswer].some(
		(one) => error instanceof one
	);
	if (!isOfMeta) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code';
		return `Something went wrong in Mooring (${code}); run npm run mooring -- doctor.`;
	}
	const cause = causeOf(error);
	if (CAUSES[cause].category === 'app' && cause !== 'not_a_tester') {
		return `Nothing was stored: ${CAUSES[cause].activity}.`;
	}
	switch (cause) {
		case 'unreachable':
		case 'meta_down':
			return 'Meta did not answer; nothing was stored. Try again in a minute.';
		case 'throttled':
			return 'Meta asked us to slow down; nothing was stored. Try again in some minutes.';
		case 'not_a_tester':
			return 'Meta refuses this account for your app: accept its tester invitation first; nothing was stored.';
		case 'unexpected':
			return 'Meta answered with something odd; nothing was stored.';
		default:
			return 'Meta does not accept this token: it may be cut off, ended, or not of Instagram Login; nothing was stored.';
	}
}
