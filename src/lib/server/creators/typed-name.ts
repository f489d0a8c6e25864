const LONGEST = 60;

/** What a creator may call something: one line of at most 60 characters; null: none of that. */
export function typedName(text: string): string | null {
	const name = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
	return name === '' || name.length > LONGEST ? null : name;
}
