import { MOORING, type Score } from './judge.ts';

const WIDTH = 840;
const ROW = 34;
const TOP = 92;
const LEFT = 368;
/** Room for the numbers at the end of the longest bar. */
const BAR = WIDTH - LEFT - 130;
/** What is not nothing is to be seen. */
const THINNEST = 2;

const STYLE = `text{font:14px system-ui,sans-serif;fill:#334155}
.title{font-weight:600;fill:#0f172a}.mooring{fill:#0f766e}.other{fill:#b45309}.pale{opacity:.4}
@media (prefers-color-scheme:dark){text{fill:#cbd5e1}.title{fill:#f1f5f9}.mooring{fill:#2dd4bf}.other{fill:#f59e0b}}`;
const TITLE = 'Connections lost in 100 connection-years that could have been kept';

/**
 * What each policy lost, one bar for each: readable on light and dark. Pale is what was lost where a
 * renewal ends the old string.
 */
export function picture(scores: ReadonlyMap<string, Score>): string {
	const rows = [...scores].map(([name, { avoidable, unheard, years }]) => ({
		name,
		full: ((avoidable - unheard) / years) * 100,
		pale: (unheard / years) * 100
	}));
	const most = Math.max(...rows.map(({ full, pale }) => full + pale), 1);
	const widthOf = (lost: number) => (lost > 0 ? Math.max(THINNEST, (lost / most) * BAR) : 0);
	const bars = rows.map(({ name, full, pale }, at) => {
		const y = TOP + at * ROW;
		const color = name === MOORING ? 'mooring' : 'other';
		const [width, more] = [widthOf(full), widthOf(pale)];
		const numbers = `${full.toFixed(1)} and ${pale.toFixed(1)}`;
		return [
			text({ x: LEFT - 12, y: y + 15, end: true, title: name === MOORING }, name),
			bar(LEFT, y, width, color),
			bar(LEFT + width, y, more, `${color} pale`),
			text({ x: LEFT + width + more + 8, y: y + 15 }, numbers)
		].join('\n');
	});
	const height = TOP + 8 + rows.length * ROW;
	const size = `viewBox="0 0 ${String(WIDTH)} ${String(height)}" width="${String(WIDTH)}" height="${String(height)}"`;
	return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="${TITLE}, by policy">
<style>${STYLE}</style>
${text({ x: 12, y: 28, title: true }, TITLE)}
${bar(12, 45, 14, 'other', 14)}
${text({ x: 32, y: 57 }, 'where the old string lives on')}
${bar(252, 45, 14, 'other pale', 14)}
${text({ x: 272, y: 57 }, 'where a renewal ends it, and the new one reached nobody')}
${bars.join('\n')}
</svg>
`;
}

const text = (
	{ x, y, end = false, title = false }: { x: number; y: number; end?: boolean; title?: boolean },
	words: string
) =>
	`<text x="${x.toFixed(0)}" y="${String(y)}"${end ? ' text-anchor="end"' : ''}${title ? ' class="title"' : ''}>${words}</text>`;

const bar = (x: number, y: number, width: number, color: string, height = 20) =>
	`<rect x="${x.toFixed(1)}" y="${String(y)}" width="${width.toFixed(1)}" height="${String(height)}" class="${color}"/>`;
