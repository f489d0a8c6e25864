import type { KeyAccount, KeyAction } from '../../tool-key.ts';

/** What the form for a key shows. */
export type KeyFormData = {
	/** The form for the Instagram token, which asks for no actions. */
	isToken: boolean;
	accounts: KeyAccount[];
	actions: KeyAction[];
	typed: { name: string; connections: string[]; actions: string[]; expiry: string; date: string };
	/** What is to be mended; `all`: nothing of what was typed. */
	fault: { field: 'name' | 'connections' | 'actions' | 'date' | 'all'; sentence: string } | null;
	/** Tells this form from every other, so that sent twice it makes one key. */
	once: string;
	/** The days between which a key may end, as YYYY-MM-DD. */
	earliest: string;
	latest: string;
};
