/** So many lines, so that the page can be made as large as another one. */
export const load = ({ params }) => ({
	lines: Array.from(
		{ length: Number(params.lines) },
		(_, at) => `Line ${at} of a page that is bare.`
	)
});
