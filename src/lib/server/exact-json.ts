/**
 * A whole number beyond 2^53 becomes its exact text: Instagram's ids exceed it.
 * @returns undefined for what is not JSON; JSON.parse's own error quotes the body
 */
export function parse(text: string): unknown {
	try {
		return JSON.parse(text, exact as (key: string, value: unknown) => unknown);
	} catch {
		return undefined;
	}
}

const exact = (_key: string, value: unknown, context: { source: string }) =>
	typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context.source)
		? context.source
		: value;
