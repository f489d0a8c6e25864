import { minutes } from '../clock.ts';
import { parse, refusalOf } from '../meta/judge.ts';

/** What Meta tells of its limits with one answer. Percentages from 0; times in milliseconds. */
export type Usage = {
	/** `X-App-Usage`: of the whole app; null: not told. */
	app: number | null;
	/** `X-Business-Use-Case-Usage`: of this account and app; null: not told. */
	account: number | null;
	/** `estimated_time_to_regain_access` in either header; null: not told, or no wait. */
	appRegainMs: number | null;
	accountRegainMs: number | null;
	/** The code of a limit that was reached. */
	code: LimitCode | null;
};

/** Meta's codes of limits: "Rate Limits", Graph API. 4 is of the app, the others of one account. */
const LIMIT_CODES = [4, 17, 32, 613, 80_002] as const;
export type LimitCode = (typeof LIMIT_CODES)[number];

/** 4 with this subcode is no limit: a publish that Meta took for spam. */
const SPAM = 2_207_051;
/** Errors are short; a list of posts is not searched for one. */
const MOST_BYTES = 16_000;
/** Meta's windows are of 24 hours at most; more is no wait that anybody meant. */
const MOST_REGAIN = minutes(24 * 60);

const PERCENTAGES = ['call_count', 'total_time', 'total_cputime'];
const REGAIN = 'estimated_time_to_regain_access';

/** Reads both headers of use and the code of an error ("Rate Limits", Graph API). Never throws. */
export function readUsage(answer: {
	status: number;
	headers: Pick<Headers, 'get'>;
	bytes: Uint8Array;
}): Usage {
	const app = recordsIn(answer.headers.get('x-app-usage'));
	const account = recordsIn(answer.headers.get('x-business-use-case-usage'));
	return {
		app: highest(app, PERCENTAGES),
		account: highest(account, PERCENTAGES),
		appRegainMs: regainIn(app),
		accountRegainMs: regainIn(account),
		code: limitCodeIn(answer)
	};
}

function limitCodeIn({ status, bytes }: { status: number; bytes: Uint8Array }): LimitCode | null {
	if (bytes.byteLength > MOST_BYTES || (status < 400 && !beginsAsError(bytes))) return null;
	const refusal = refusalOf({ status, text: new TextDecoder().decode(bytes) });
	if (refusal === null || (refusal.code === 4 && refusal.subcode === SPAM)) return null;
	return LIMIT_CODES.find((code) => code === refusal.code) ?? null;
}

/** Whether it is an error under a status of success: nothing else is worth parsing with each call. */
const beginsAsError = (bytes: Uint8Array) =>
	/^\s*\{\s*"error"/.test(Buffer.from(bytes.subarray(0, 100)).toString('latin1'));

/** Meta tells it in minutes. */
function regainIn(records: Fields[]): number | null {
	const told = highest(records, [REGAIN]);
	return told ? Math.min(minutes(told), MOST_REGAIN) : null;
}

type Fields = Record<string, unknown>;

/** The objects of a header that hold numbers: itself, or lists or objects of them by account. */
function recordsIn(header: string | null): Fields[] {
	const found: Fields[] = [];
	const visit = (value: unknown, depth: number) => {
		if (typeof value !== 'object' || value === null || depth > 3) return;
		if (!Array.isArray(value)) found.push(value as Fields);
		for (const inner of Object.values(value)) visit(inner, depth + 1);
	};
	if (header !== null) visit(parse(header), 0);
	return found;
}

/** The highest of these fields, numbers or digits in quotes; null where there is none. */
function highest(records: Fields[], names: string[]): number | null {
	const numbers = records
		.flatMap((record) => names.map((name) => (Object.hasOwn(record, name) ? record[name] : null)))
		.map((value) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value))
		.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
	return numbers.length === 0 ? null : Math.max(0, ...numbers);
}
