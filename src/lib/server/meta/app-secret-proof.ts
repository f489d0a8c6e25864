import { createHmac } from 'node:crypto';

/**
 * Shows Meta that whoever sends a token also has the app's secret: Graph API "Secure Graph API
 * calls", `appsecret_proof`. The secret is the key, the token is the message.
 * @returns 64 hex digits in lower case
 */
export function appSecretProof(accessToken: string, clientSecret: string): string {
	return createHmac('sha256', clientSecret).update(accessToken).digest('hex');
}
