import type { ProviderId } from '../../logins.ts';

/** Who a call is for. */
export type Braked = { id: string; provider: ProviderId };

/** What a limit of Meta's holds for: one connection, or all of a login, which share its app. */
export type Place = `connection:${string}` | `login:${ProviderId}`;

export const placeOfConnection = ({ id }: Braked): Place => `connection:${id}`;
export const placeOfLogin = ({ provider }: Braked): Place => `login:${provider}`;
