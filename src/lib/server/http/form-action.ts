import type { Handle } from '@sveltejs/kit';
import type { MetaAddresses } from '../settings/settings.ts';

/**
 * Lets forms lead to Meta's consent: browsers apply `form-action` to the redirects that follow, and
 * the page that chooses permissions is a form. Every page has it, because a navigation between
 * pages keeps the policy of the first one.
 */
export const formAction =
	(addresses: () => Pick<MetaAddresses, 'instagramWebUrl' | 'facebookWebUrl'>): Handle =>
	async ({ event, resolve }) => {
		const response = await resolve(event);
		const policy = response.headers.get('content-security-policy');
		if (policy === null) return response;
		const { instagramWebUrl, facebookWebUrl } = addresses();
		const metas = new Set([instagramWebUrl, facebookWebUrl].map((url) => new URL(url).origin));
		response.headers.set(
			'content-security-policy',
			policy.replace("form-action 'self'", `form-action 'self' ${[...metas].join(' ')}`)
		);
		return response;
	};
