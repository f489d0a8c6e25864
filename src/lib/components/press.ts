import type { Action } from 'svelte/action';

/** What a form shows while its request is under way; `label` names the pressed button. */
export type Pressing = {
	start?: (label: string) => void;
	end?: () => void;
};

/** Sends a form in the background and shows what came of it; without JavaScript the form posts. */
export type Press = Action<HTMLFormElement, Pressing | undefined>;
