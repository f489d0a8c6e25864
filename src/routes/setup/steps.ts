import type { Component } from 'svelte';
import { LOGINS, type LoginRecord, type ProviderId } from '$lib/logins.ts';
import type { AppFormData, AppFormResult } from './app-form.ts';
import type { ShownCheck } from './setup-check.ts';

/** What the steps of every login are given; each takes what it needs of it. */
export type StepsProps = {
	addresses: { redirect: string; isPasted: boolean; deauthorize: string; dataDeletion: string };
	origin: string;
	/** Whether Meta can call this instance from the internet. */
	isReachable: boolean;
	/** Whether a link led into them: collapsed ones open; without JavaScript the browser does it. */
	isOpen: boolean;
	/** What Mooring can see: that there is an app, and that something was connected by it. */
	progress: { isConfigured: boolean; isConnected: boolean };
	/** The checks that fail at one of the login's steps. */
	failingAt: (step: keyof LoginRecord['steps']) => ShownCheck[];
	app: AppFormData;
	/** What came of this login's form, where it was just sent. */
	result: AppFormResult | null;
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
