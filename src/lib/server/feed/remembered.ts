import { type Answers, answersOf, type FeedAnswer, type FeedRequest, fittingOf } from './answer.ts';
import { askedFeed } from './asked.ts';
import { type Coding, codingFor } from './conditional.ts';
import { embedChoice } from './embed-choice.ts';
import { leastUsed } from './least-used.ts';
import type { Rendition } from './rendition.ts';
import type { Format } from './shown-since.ts';

/** So many addresses are remembered; behind each is a document that is kept anyway. */
const MOST = 400;

/** An answer that may be given again without looking at anything, for as long as nothing happened. */
type Kept = {
	what: Format;
	rendition: Rendition;
	/** Made when first given. */
	answers: Map<Coding, Answers>;
	/** What the database had come to, before it was read. */
	mark: string;
	isLocked: boolean;
	/** On the clock of connections: before and after it may be older or younger than it says. */
	from: number;
	until: number;
};

export type Moment = Pick<Kept, 'mark' | 'isLocked'> & { now: number };

/**
 * Documents that were asked for lately. A feed is asked for far more often than anything in the
 * database changes, and to look there costs several times what it takes to send a document.
 */
export function rememberedDocuments() {
	const kept = leastUsed<Kept>(MOST);
	return {
		/** @param until the last moment at which it says the same of its age */
		keep(
			{ path, query }: Pick<FeedRequest, 'path' | 'query'>,
			what: Format,
			rendition: Rendition,
			{ now, ...moment }: Moment & { until: number }
		) {
			const answers = new Map<Coding, Answers>();
			kept.set(keyOf(path, query, what), { what, rendition, answers, ...moment, from: now });
		},

		/** @returns null: somebody has to look */
		answer(
			{ path, query, headers }: FeedRequest,
			{ mark, isLocked, now }: Moment
		): FeedAnswer | null {
			const asked = askedFeed(path);
			if (!asked || asked.what === 'picture') return null;
			const known = kept.get(keyOf(path, query, asked.what));
			if (known?.mark !== mark || known.isLocked !== isLocked) return null;
			if (now < known.from || now > known.until) return null;
			const coding = codingFor(headers.get('accept-encoding'));
			const answers = known.answers.get(coding) ?? makeAnswers(known, coding);
			return answers && fittingOf(answers, headers);
		}
	};
}

/** @returns null: the document is not there yet in this coding */
function makeAnswers({ what, rendition, answers }: Kept, coding: Coding): Answers | null {
	const coded = rendition.ready(coding);
	if (!coded) return null;
	const made = answersOf(what, { ...coded, changedAt: rendition.changedAt, coding });
	answers.set(coding, made);
	return made;
}

const keyOf = (path: string, query: string, what: Format) => {
	if (what !== 'embed') return path;
	const { columns, limit } = embedChoice(query);
	return `${path}?${String(columns)},${String(limit)}`;
};
