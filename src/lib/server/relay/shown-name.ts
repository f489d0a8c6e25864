/**
 * A caller's name for something, as a sentence may repeat it: what is no plain name could be a secret
 * in the wrong place, and sentences are kept.
 */
export const shownName = (name: string) =>
	/^[a-z_][a-z0-9_.-]{0,39}$/i.test(name) ? `“${name}”` : 'with an unusual name';
