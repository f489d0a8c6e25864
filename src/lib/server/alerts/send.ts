import type { AlertDeps } from './deps.ts';
import type { Send } from './deliver.ts';
import { arrived, failed } from './result.ts';

/** Sends by the kind of the channel; where people practise nothing leaves. */
export function sender({ settings }: Pick<AlertDeps, 'settings'>): Send {
	if (settings.practice) {
		return () => Promise.resolve(arrived('Kept: in practice nothing is sent.'));
	}
	return () => Promise.resolve(failed('Nothing is sent yet.'));
}
