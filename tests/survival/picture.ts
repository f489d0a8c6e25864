import { MOORING, type Score } from './judge.ts';

const WIDTH = 720;
const ROW = 34;
const LEFT = 330;
const BAR = WIDTH - LEFT - 90;

/** Connections lost that could have been kept, one bar for each policy: readable on light and dark. */
export function picture(scores: ReadonlyMap<string, Score>): string {
	const rows = [...scores].map(([name, { avoidable, years }]) => ({
		name,
		lost: (avoidable / years) * 100
	}));
	const most = Math.max(...rows.map(({ lost }) => lost), 1);
	const bars = rows.map(({ name, lost }, at) => {
		const y = 52 + at * ROW;
		const width = Math.max(2, (lost / most) * BAR);
		const color = name === MOORING ? '#0f766e' : '#b45309';
		return `<text x="${String(LEFT - 12)}" y="${String(y + 15)}" text-anchor="end">${name}</text>
<rect x="${String(LEFT)}" y="${String(y)}" width="${width.toFixed(1)}" height="20" rx="3" fill="${color}"/>
<text x="${(LEFT + width + 8).toFixed(1)}" y="${String(y + 15)}">${lost.toFixed(1)}</text>`;
	});
	const height = 64 + rows.length * ROW;
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(WIDTH)} ${String(height)}" width="${String(WIDTH)}" height="${String(height)}" role="img" aria-label="Connections lost in 100 connection-years that could have been kept, by policy">
<style>text{font:14px system-ui,sans-serif;fill:#334155}@media (prefers-color-scheme:dark){text{fill:#cbd5e1}}</style>
<text x="12" y="28" font-weight="600">Lost in 100 connection-years, and could have been kept</text>
${bars.join('\n')}
</svg>
`;
}
