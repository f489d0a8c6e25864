import { LOGINS, type ProviderId } from '../../logins.ts';
import type { TriedApp } from '../meta/try-app.ts';
import { CAUSES } from '../problems/causes.ts';
import { idOddity, isExchanged, secretOddity } from '../setup/credentials.ts';
import type { AppCredentials } from './store.ts';

/** One sentence about what was typed, and the field that it is about; null: about both. */
export type Fault = { field: 'clientId' | 'clientSecret' | 'configId' | null; sentence: string };
