import { MOORING, type Score } from './judge.ts';

const WIDTH = 760;
const ROW = 34;
const LEFT = 340;
const BAR = WIDTH - LEFT - 110;

/**
 * Connections lost in 100 connection-years, one bar for each policy: readable on light and dark. Pale is
 * what was lost where a renewal ends the old string.
 */
export function picture(scores: ReadonlyMap<string, Score>): string {
	const rows = [...scores].map(([name, { avoidable, unheard, years }]) => ({
		name,
		kept: ((avoidable - unheard) / years) * 100,
		pale: (unheard / years) * 100
	}));
	const most = Math.max(...rows.map(({ kept, pale }) => kept + pale), 1);
	const bars = rows.map(({ name, kept, pale }, at) => {
		const y = 76 + at * ROW;
		const [width, more] = [(kept / most) * BAR, (pale / most) * BAR];
		const color = name === MOORING ? '#0f766e' : '#b45309';
		return `<text x="${String(LEFT - 12)}" y="${String(y + 15)}" text-anchor="end">${name}</text>
<rect x="${String(LEFT)}" y="${String(y)}" width="${width.toFixed(1)}" height="20" fill="${color}"/>
<rect x="${(LEFT + width).toFixed(1)}" y="${String(y)}" width="${more.toFixed(1)}" height="20" fill="${color}" opacity="0.4"/>
<text x="${(LEFT + width + more + 8).toFixed(1)}" y="${String(y + 15)}">${kept.toFixed(1)} + ${pale.toFixed(1)}</text>`;
	});
	const height = 88 + rows.length * ROW;
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(WIDTH)} ${String(height)}" width="${String(WIDTH)}" height="${String(height)}" role="img" aria-label="Connections lost in 100 connection-years that could have been kept, by policy">
<style>text{font:14px system-ui,sans-serif;fill:#334155}@media (prefers-color-scheme:dark){text{fill:#cbd5e1}}</style>
<text x="12" y="28" font-weight="600">Lost in 100 connection-years, and could have been kept</text>
<text x="12" y="50">Pale: where a renewal ends the old string, and the new one reached nobody</text>
${bars.join('\n')}
</svg>
`;
}
