import * as z from 'zod';
import type { TokenVault } from '../vault/token-vault.ts';

/** What a channel but mail keeps sealed: its address, and the token or secret that goes with it. */
const SEALED = z.object({ address: z.string(), token: z.string().nullable() });
type Sealed = z.infer<typeof SEALED>;

/** @throws AppError locked */
export const sealAddress = (vault: TokenVault, channelId: string, held: Sealed): string =>
	vault.seal(JSON.stringify(held), { channelId });

/** @throws AppError locked; UnreadableToken */
export const openAddress = (vault: TokenVault, channelId: string, sealed: string): Sealed =>
	SEALED.parse(JSON.parse(vault.open(sealed, { channelId })));
