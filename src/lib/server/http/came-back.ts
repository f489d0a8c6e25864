import type { RequestEvent } from '@sveltejs/kit';
import type { App } from '../app.ts';
import { attemptsOf } from '../connections/attempts.ts';
import { didNotReturn } from '../setup/unreturned.ts';
import { readAttempts } from './cookies.ts';

/** Whether a journey to Meta that this browser started is overdue: Meta's own page may show why. */
export async function didComeBackWithNothing(event: RequestEvent, app: App): Promise<boolean> {
	const mine = await attemptsOf(app.db, readAttempts(event.cookies, app.settings.origin));
	return didNotReturn(
		mine.map(({ attempt }) => attempt),
		Date.now()
	);
}
