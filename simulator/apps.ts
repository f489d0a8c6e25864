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
