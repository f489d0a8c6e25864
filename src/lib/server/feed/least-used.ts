/** Keeps so many things, and forgets the one that was not asked for the longest. */
export function leastUsed<Value>(most: number) {
	const kept = new Map<string, Value>();
	return {
		get(key: string): Value | undefined {
			const value = kept.get(key);
			if (value === undefined) return undefined;
			// A map keeps a key where it came in: the longest unused is at the front.
			kept.delete(key);
			kept.set(key, value);
			return value;
		},
		set(key: string, value: Value) {
			kept.delete(key);
			kept.set(key, value);
			const [oldest] = kept.keys();
			if (kept.size > most && oldest !== undefined) kept.delete(oldest);
		},
		delete: (key: string) => kept.delete(key),
		size: () => kept.size
	};
}
