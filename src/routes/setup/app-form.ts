import type { AppFormData } from './app-form.server.ts';

export type { AppFormData };

/** What came of a form that was sent: what to mend, or what Meta said; never the secret. */
export type AppFormResult = {
	fault?: { field: 'clientId' | 'clientSecret'; sentence: string };
	tested?: string;
	typed: { clientId: string; configId: string };
};
