import { ALL_FACEBOOK_SCOPES, CONFIG_SCOPES } from './facebook/scopes.ts';

/** An Instagram app as its dashboard shows it: id, secret, registered redirect URIs. */
export type App = {
	name: string;
	clientId: string;
	clientSecret: string;
	redirectUris: string[];
};

export const DEFAULT_APP: App = {
	name: 'Practice app',
	clientId: '990602627938098',
	clientSecret: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
	redirectUris: [
		'http://localhost:4173/auth/instagram/callback',
		'http://localhost:3000/auth/instagram/callback',
		'https://localhost/auth/instagram/callback'
	]
};

/** A configuration of Facebook Login for Business: an id that stands for a set of permissions. */
export type FacebookConfig = { id: string; scopes: string[] };

/** A Meta app with Facebook Login: the permissions that it may ask for, and its configurations. */
export type FacebookApp = App & { scopes: string[]; configs: FacebookConfig[] };

export const facebookConfig = (id: string): FacebookConfig => ({ id, scopes: CONFIG_SCOPES });

export const DEFAULT_FACEBOOK_APP: FacebookApp = {
	name: 'Practice app',
	clientId: '821604739125608',
	clientSecret: '0f9e8d7c6b5a49382716f5e4d3c2b1a0',
	redirectUris: [
		'http://localhost:4173/auth/facebook/callback',
		'http://localhost:3000/auth/facebook/callback',
		'https://localhost/auth/facebook/callback'
	],
	scopes: ALL_FACEBOOK_SCOPES,
	configs: [facebookConfig('735120984461327')]
};
