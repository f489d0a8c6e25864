import type { ProviderId } from '../../logins.ts';
import type { Generated } from 'kysely';
import type { Time } from './column-types.ts';

/** At most one row for ever: the instance has an owner. */
export type ClaimTable = { id: 1; creatorId: string; claimedAt: Time };

export type CreatorTable = { id: string; createdAt: Time };

/** Accounts that may sign their creator in. */
export type IdentityTable = {
	provider: ProviderId;
	accountId: string;
	/** The other id under which Meta may name it; null: not seen yet. */
	appScopedId: string | null;
	creatorId: string;
	username: string;
	createdAt: Time;
};

/** How a creator showed who it is: a login at Meta, a sign-in link, a passkey. */
export type ProvedBy = 'login' | 'link' | 'passkey';

export type SessionTable = {
	/** SHA-256 of the cookie's value, hex. */
	idHash: string;
	creatorId: string;
	createdAt: Time;
	expiresAt: Time;
	/** Browser and system in plain words; null: not told. */
	device: string | null;
	/** To the hour; null: not since it began. */
	lastUsedAt: Time | null;
	/** When its creator last signed in or proved who it is; null: not in this session. */
	reauthenticatedAt: Time | null;
	/** By what; null: not in this session, or by a Mooring that did not note it. */
	provedBy: Generated<ProvedBy | null>;
	/** Where its browser was when it began, as in the audit log; null: not told. */
	address: Generated<string | null>;
};

/** Open invitations: one that is accepted or taken back is gone. */
export type InvitationTable = {
	/** SHA-256 of the link's code, hex. */
	codeHash: string;
	madeBy: string;
	createdAt: Time;
	expiresAt: Time;
	/** For whom it is, in the words of who made it; null: they gave none. */
	label: string | null;
};

export type SignInLinkTable = { codeHash: string; creatorId: string; expiresAt: Time };

/** A public key whose private half signs its creator in. */
export type PasskeyTable = {
	id: string;
	creatorId: string;
	/** As the authenticator names it, base64url. */
	credentialId: string;
	/** The host name that it was made for: it works nowhere else. */
	rpId: string;
	/** COSE, base64url. */
	publicKey: string;
	/** The signatures that its authenticator has counted so far; 0 where it counts none. */
	counter: number;
	/** A JSON list of how its authenticator is reached. */
	transports: string;
	name: string | null;
	createdAt: Time;
	lastUsedAt: Time | null;
};

/** What a browser was asked to sign: single use, five minutes. */
export type PasskeyQuestionTable = {
	/** SHA-256 of the cookie's value, hex; the challenge is derived from that value. */
	codeHash: string;
	purpose: 'add' | 'prove';
	/** The session that asked, or null when nobody was signed in. */
	sessionHash: string | null;
	/** Whence it was asked; null: by who is signed in. */
	network: string | null;
	expiresAt: Time;
};
