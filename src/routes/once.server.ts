/** So many forms are remembered; each is one line of text. */
const MOST = 1_000;

const made = new Map<string, Promise<string>>();

/**
 * Makes what a form asks for once for each form that was handed out: a page that is loaded again
 * sends its form again, and must neither make a second one nor show the first one's secret once more.
 * @param form what tells this form of this creator from every other
 * @param make makes it and gives its id
 * @returns whether this call made it, and the id
 */
export async function once(
	form: string,
	make: () => Promise<string>
): Promise<{ isNew: boolean; id: string }> {
	const earlier = made.get(form);
	if (earlier) return { isNew: false, id: await earlier };
	const making = make();
	made.set(form, making);
	if (made.size > MOST) made.delete(made.keys().next().value ?? '');
	try {
		return { isNew: true, id: await making };
	} catch (error) {
		made.delete(form);
		throw error;
	}
}

/** As `once`, for what is shown and not found again. @returns null: it was made before */
export async function firstTime<Made>(
	form: string,
	make: () => Promise<Made>
): Promise<Made | null> {
	const made: Made[] = [];
	await once(form, async () => {
		made.push(await make());
		return '';
	});
	return made[0] ?? null;
}
