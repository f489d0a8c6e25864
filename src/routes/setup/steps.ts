import type { Component } from 'svelte';
import { LOGINS, type ProviderId } from '$lib/logins.ts';

/** What the steps of every login are given; each takes what it needs of it. */
type StepsProps = {
	addresses: { redirect: string; isPasted: boolean; deauthorize: string; dataDeletion: string };
	origin: string;
	/** Whether Meta can call this instance from the internet. */
	isReachable: boolean;
	/** Whether a link led into them: collapsed ones open; without JavaScript the browser does it. */
	isOpen: boolean;
	copied: () => void;
};

/** Found by their names, so that the steps of a further login are one file. */
const STEPS = import.meta.glob<Component<StepsProps>>('./*Steps.svelte', {
	eager: true,
	import: 'default'
});

/** The steps of a login: InstagramSteps.svelte. @throws where there is no such file */
export function stepsOf(login: ProviderId): Component<StepsProps> {
	const name = `./${LOGINS[login].asks}Steps.svelte`;
	const steps = STEPS[name];
	if (!steps) throw new Error(`There is no ${name}.`);
	return steps;
}
