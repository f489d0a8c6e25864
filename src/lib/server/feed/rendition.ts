import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Coding } from './conditional.ts';

const [asGzip, asBrotli] = [promisify(gzip), promisify(brotliCompress)];

/** Good for text, and a tenth of the time that the best takes. */
const BROTLI_QUALITY = 8;
const GZIP_LEVEL = 8;

/** A document as it is sent in one coding, with its own strong tag (RFC 9110, section 8.8.3). */
export type Coded = { bytes: Uint8Array<ArrayBuffer>; etag: string };

/** A document, made once: each coding of it when it is first asked for, and kept from then on. */
export type Rendition = {
	hash: string;
	/** In real time, milliseconds. */
	changedAt: number;
	as(coding: Coding): Promise<Coded>;
	/** The same, if it was made already. */
	ready(coding: Coding): Coded | null;
};

/** @param changedAt since when the document is as it is, by its hash */
export async function renditionOf(
	text: string,
	changedAt: (hash: string) => Promise<number>
): Promise<Rendition> {
	const plain = Buffer.from(text);
	const hash = hashOf(plain);
	const kept = new Map<Coding, Promise<Coded>>();
	const ready = new Map<Coding, Coded>();
	return {
		hash,
		changedAt: await changedAt(hash),
		as(coding) {
			const made = kept.get(coding) ?? codedOf(plain, coding);
			kept.set(coding, made);
			// What failed once, for want of memory, is not failed for good.
			made.then(
				(coded) => ready.set(coding, coded),
				() => kept.delete(coding)
			);
			return made;
		},
		ready: (coding) => ready.get(coding) ?? null
	};
}

async function codedOf(plain: Buffer, coding: Coding): Promise<Coded> {
	const bytes = new Uint8Array(await encoders[coding](plain));
	return { bytes, etag: `"${hashOf(bytes)}"` };
}

const encoders: Record<Coding, (plain: Buffer) => Promise<Buffer>> = {
	identity: (plain) => Promise.resolve(plain),
	gzip: (plain) => asGzip(plain, { level: GZIP_LEVEL }),
	br: (plain) => asBrotli(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } })
};

const hashOf = (bytes: Uint8Array) =>
	createHash('sha256').update(bytes).digest('base64url').slice(0, 27);
