import { tableOf } from './rows.ts';
import { lighthouseRows } from './scores.ts';

/** `npm run lighthouse`: prints what Lighthouse gives the first page, and fails below 100. */
const rows = await lighthouseRows();
process.stdout.write(`${tableOf(rows)}\n`);
process.exitCode = rows.every(({ holds }) => holds) ? 0 : 1;
