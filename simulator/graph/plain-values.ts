import { BareNumber } from '../meta-json.ts';
import { switchesOf, type Viewer } from './viewer.ts';

/** A time as Meta writes it, which is not quite ISO 8601: `2026-01-31T18:22:05+0000`. */
export const metaTime = (at: number) => `${new Date(at).toISOString().slice(0, 19)}+0000`;

/** A node's id as it stands in an answer: a text, or by switch a bare number beyond 2^53. */
export const idOf = (viewer: Viewer, id: string) =>
	switchesOf(viewer).mediaIdShape === 'string' ? id : new BareNumber(id);
