/** Where Instagram lists the apps that an account let in, and the tester invitations to it. */
export const INSTAGRAM_APPS_PAGE = 'https://www.instagram.com/accounts/manage_access/';

/** Where Facebook lists the apps that a person let into their Pages. */
export const FACEBOOK_APPS_PAGE = 'https://www.facebook.com/settings/?tab=business_tools';
