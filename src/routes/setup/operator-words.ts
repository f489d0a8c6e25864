/** What the public pages lack while settings are not set; null: nothing. */
export function operatorLack({
	name,
	missing
}: {
	name: string;
	missing: string[];
}): string | null {
	const lacks = [
		...(missing.includes('OPERATOR_NAME') ? [`call you “${name}”`] : []),
		...(missing.includes('OPERATOR_CONTACT') ? ['tell no way to reach you'] : [])
	];
	if (lacks.length === 0) return null;
	const are = missing.length > 1 ? 'are' : 'is';
	const them = missing.length > 1 ? 'them' : 'it';
	return `${missing.join(' and ')} ${are} not set: the pages ${lacks.join(' and ')}. Set ${them}, and start Mooring again.`;
}
