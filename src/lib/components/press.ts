import type { Action } from 'svelte/action';

/** What a form shows while its request is under way; `button` is the pressed one. */
export type Pressing = {
	start?: (button: HTMLButtonElement | null) => void;
	end?: () => void;
};

/** Sends a form in the background and shows what came of it; without JavaScript the form posts. */
export type Press = Action<HTMLFormElement, Pressing | undefined>;
