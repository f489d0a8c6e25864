import { causeOfAnswer } from '../problems/cause-of.ts';
import { ConnectProblem, failedProblem } from '../problems/connect-problem.ts';

/**
 * What an error that Meta's own page sends back means to the attempt: RFC 6749, 4.1.2.1, or one of
 * Meta's numbers.
 */
export function refusedConsent({ error, words }: { error: string; words: string }): ConnectProblem {
	const metaSaid = words || error;
	switch (error) {
		case 'access_denied':
			return new ConnectProblem('denied', 'You said no at Meta.', { metaSaid: words });
		case 'server_error':
			return new ConnectProblem('server_error', 'Something went wrong at Meta.', { metaSaid });
		case 'temporarily_unavailable':
			return new ConnectProblem('temporarily_unavailable', 'Meta cannot ask you now.', {
				metaSaid
			});
	}
	const code = /^\d{1,9}$/.test(error) ? Number(error) : null;
	const answered = { httpStatus: 400, code, subcode: null, isTransient: false, words };
	const cause = causeOfAnswer(answered);
	// 1 and 2 stand for a fault of Meta's there as everywhere.
	if (cause === 'meta_down') {
		return new ConnectProblem('server_error', 'Something went wrong at Meta.', { metaSaid });
	}
	const failed = { step: 'authorize', cause, detail: words || null, declinedBasic: false } as const;
	return failedProblem(failed, { metaSaid });
}
