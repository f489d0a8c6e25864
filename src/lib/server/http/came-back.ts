import type { RequestEvent } from '@sveltejs/kit';
import type { App } from '../app.ts';
import { attemptsOf, lastSuccessOf } from '../authorization/attempts.ts';
import { didNotReturn } from './unreturned.ts';
import { readAttempts } from './cookies.ts';

/** Whether an attempt that this browser started is overdue: Meta's own page may show why. */
export async function didComeBackWithNothing(event: RequestEvent, app: App): Promise<boolean> {
	const { db, settings } = app;
	const halves = readAttempts(event.cookies, settings.origin);
	if (halves.length === 0) return false;
	const mine = await attemptsOf(db, halves);
	const { session } = event.locals;
	return didNotReturn(
		mine.map(({ attempt }) => attempt),
		Date.now(),
		session && (await lastSuccessOf(db, session.hash))
	);
}
