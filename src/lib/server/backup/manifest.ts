import { z } from 'zod';

/** What a backup says of itself, first of all that it holds. No secret in it. */
export const MANIFEST = z.object({
	program: z.literal('mooring'),
	/** Grows when an earlier Mooring could not read it any more. */
	format: z.literal(1),
	/** ISO 8601 in UTC. */
	madeAt: z.iso.datetime(),
	mode: z.enum(['live', 'practice']),
	schema: z.int(),
	tokens: z.int(),
	withKey: z.boolean(),
	withMedia: z.boolean()
});

export type Manifest = z.infer<typeof MANIFEST>;

/** The names of what a backup holds. */
export const IN_BACKUP = {
	manifest: 'manifest.json',
	database: 'mooring.db',
	key: 'secret.key',
	pictures: 'pictures',
	media: 'media'
} as const;

/** Each name that may stand in a backup; a foreign one could lead out of the folder. */
const NAME =
	/^(manifest\.json|mooring\.db|secret\.key|(pictures|media)(\/[\w-][\w.-]{0,127}){1,3})$/;

/** The name of an entry as we know it, without the `./` that other programs put before it; null: not ours. */
export function nameInBackup(given: string): string | null {
	const name = given.replace(/^(\.\/)+/, '');
	return NAME.test(name) ? name : null;
}
