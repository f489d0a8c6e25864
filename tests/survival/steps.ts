import type {
	KyselyPlugin,
	PluginTransformQueryArgs,
	PluginTransformResultArgs,
	UnknownRow,
	QueryResult
} from 'kysely';

export type Steps = ReturnType<typeof countSteps>;

/** What a killed process was about to do it never does. */
const never = () => new Promise<never>(() => undefined);

/**
 * The steps of a process: each statement of the database, each call to Meta before it arrives there and
 * after. At a numbered one it can be killed, as by `kill -9`: nothing that comes after it happens, and a
 * transaction that is open then was never made.
 */
export function countSteps() {
	let counted = 0;
	let killAt = Infinity;
	let instead: (() => void) | null = null;
	let killedAt: string | null = null;
	async function pass(name: string): Promise<void> {
		if (killedAt !== null) return never();
		counted += 1;
		if (counted < killAt) return;
		if (instead !== null) {
			killAt = Infinity;
			return instead();
		}
		killedAt = name;
		return never();
	}
	return {
		pass,
		/** At the so manyth step from now it is killed, or something else happens instead. */
		arm(inSteps: number, other: (() => void) | null = null) {
			counted = 0;
			killAt = inSteps;
			instead = other;
		},
		disarm: () => (killAt = Infinity),
		/** The name of the step, null while it lives. */
		killedAt: () => killedAt,
		counted: () => counted,
		/** Makes every statement a step. */
		plugin: {
			transformQuery: ({ node }: PluginTransformQueryArgs) => node,
			async transformResult({
				result
			}: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
				await pass('a statement');
				return result;
			}
		} satisfies KyselyPlugin
	};
}
