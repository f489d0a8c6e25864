/**
 * Where the browser gets the kept picture of a connection; null: there is none.
 * @param version changes with the picture, so that a browser may keep it
 */
export const picturePath = (id: string, version: string | null): string | null =>
	version ? `/connections/${id}/picture?v=${version}` : null;
