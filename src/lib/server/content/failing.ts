import { causeOf, CouldNotSend, MetaRefused, UnexpectedAnswer } from '../meta/errors.ts';
import { NoAnswer } from '../meta/graph-call.ts';
import type { Cause } from '../problems/cause.ts';
import { isEndedCause } from '../problems/causes.ts';
import type { NoToken } from '../renewal/current-token.ts';
import { Held } from './ask-meta.ts';
import type { StaleReason } from './post.ts';

/** Why a sync got no list. @returns null for an error that is not Meta's: nobody foresaw it */
export function reasonOf(error: unknown): StaleReason | null {
	if (error instanceof Held) return 'rate_limited';
	if (error instanceof NoAnswer) return 'meta_unreachable';
	const isMetas =
		error instanceof MetaRefused ||
		error instanceof UnexpectedAnswer ||
		error instanceof CouldNotSend;
	return isMetas ? reasonOfCause(causeOf(error)) : null;
}

function reasonOfCause(cause: Cause): StaleReason {
	if (isEndedCause(cause)) return 'needs_reconnect';
	switch (cause) {
		case 'throttled':
			return 'rate_limited';
		case 'two_factor':
		case 'data_access_over':
			return 'needs_reconnect';
		case 'not_a_tester':
		case 'app_not_permitted':
		case 'app_blocked':
		case 'app_unknown':
		case 'app_secret':
			return 'permission_missing';
		default:
			return 'meta_unreachable';
	}
}

export const reasonOfNoToken = ({ reason }: NoToken): StaleReason =>
	reason === 'locked' ? 'locked' : 'needs_reconnect';

/**
 * Whether an error of Meta's says something of the post that was asked for: any but one of token,
 * limit or network does, most of all 100/33 ("Object does not exist").
 */
export const isAboutPost = (error: unknown): boolean =>
	error instanceof MetaRefused && ['refused', 'app_not_permitted'].includes(causeOf(error));
