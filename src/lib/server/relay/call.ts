import type { Key } from '../keys/key.ts';

/** What a program asks of the Graph address, or an assistant's tool inside this process. */
export type Call = {
	/** As it came, upper case. */
	method: string;
	/** Behind `/graph`, as it stands in the request line (undecoded), without the query. */
	path: string;
	/** The query as it stands in the request line, without its question mark. */
	query: string;
	body: { type: string | null; bytes: Uint8Array } | null;
	/** The value of `Authorization`; null: none. */
	authorization: string | null;
	/** Where links in the answer are to lead: the origin that was asked, and `/graph`. */
	base: string;
	requestId: string;
	/** For the limit of calls without a living key. */
	address: string | null;
};

/** What goes back: Meta's status and bytes, and the headers of the closed list. */
export type Relayed = {
	status: number;
	headers: Record<string, string>;
	body: Uint8Array;
};

/** A call whose key is known and may go on: what the parts of the relay hand to each other. */
export type Admitted = Call & {
	key: Key;
	/** The key as it came, for links and for `access_token` in answers. */
	keyText: string;
	/** Whether it came as `access_token`: links in the answer then carry it. */
	keyInQuery: boolean;
};

export type { Sent } from '../meta/graph-call.ts';
