import type { Settings } from './settings/settings.ts';

/** Who runs an instance: the name for a sentence, and where to reach them. */
export type OperatorView = {
	/** "Ada Draws", or "the operator of https://mooring.example". */
	name: string;
	/** False where it is named by its address alone. */
	isNamed: boolean;
	/** The words and the address of a link; null: not told. */
	contact: { words: string; href: string } | null;
	/** The settings that are not set. */
	missing: string[];
};

/** @param operator as the settings OPERATOR_NAME and OPERATOR_CONTACT say it */
export function operatorOf({ name, contact }: Settings['operator'], origin: URL): OperatorView {
	const isAddress = contact !== null && /^https:/i.test(contact);
	return {
		isNamed: name !== null,
		name: name ?? `the operator of ${origin.origin}`,
		contact:
			contact === null ? null : { words: contact, href: isAddress ? contact : `mailto:${contact}` },
		missing: [
			...(name === null ? ['OPERATOR_NAME'] : []),
			...(contact === null ? ['OPERATOR_CONTACT'] : [])
		]
	};
}
