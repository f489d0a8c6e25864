import type { RefreshView } from './view.ts';
import type { Tone } from './words.ts';

/** Why an attempt was made. */
export const TRIGGERS = {
	schedule: 'scheduled',
	manual: 'by hand',
	connect: 'connected'
} as const satisfies Record<RefreshView['trigger'], string>;

const OUTCOMES: Record<RefreshView['outcome'], { word: string; tone: Tone }> = {
	connected: { word: 'New', tone: 'good' },
	renewed: { word: 'Renewed', tone: 'good' },
	checked: { word: 'Still valid', tone: 'good' },
	transient: { word: 'No answer, trying again', tone: 'warn' },
	rejected: { word: 'Refused', tone: 'bad' },
	skipped: { word: 'Not asked', tone: 'off' }
};

/** What Meta said, in a word or two. */
export const saidBy = ({ outcome }: RefreshView) => OUTCOMES[outcome];
