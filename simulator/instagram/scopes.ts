/** Permissions of Instagram Login; older names are dead since 2025-01-27 (Meta, Business Login). */
export const BASIC = 'instagram_business_basic';

export const SCOPES: Record<string, string> = {
	[BASIC]: 'Read your profile and media',
	instagram_business_content_publish: 'Publish posts, reels and stories',
	instagram_business_manage_comments: 'Read and answer comments',
	instagram_business_manage_messages: 'Read and send messages',
	instagram_business_manage_insights: 'Read insights'
};

export function unknownScopes(scopes: string[]): string[] {
	return scopes.filter((scope) => !Object.hasOwn(SCOPES, scope));
}
