/** The parts of an invented third login, as somebody would write them into the files of src/. */

export const THREADS_RECORD = `	threads: {
		name: 'Threads Login',
		asks: 'Threads',
		about: 'For an account of Threads.',
		app: { of: 'Threads', where: 'Threads › Settings' },
		hasConfiguration: false,
		hosts: { web: 'https://www.threads.example', graph: 'https://graph.threads.example' },
		brings: 'one account',
		tokens: 'renewed',
		asksAgain: 'account',
		scopes: {
			profile: ['threads_basic'],
			insights: ['threads_manage_insights'],
			comments: ['threads_manage_replies'],
			publishing: ['threads_content_publish'],
			messages: [],
			portfolio: []
		},
		reading: ['threads_basic'],
		hasOtherScopes: false,
		needs: 'nothing in its place',
		appsList: { name: 'Website permissions', page: 'https://www.threads.example/settings' },
		steps: { app: 'threads-app', redirect: 'threads-redirect' }
	}`;

export const THREADS_SPEAKS = `import type { Ingredients, ProviderOf } from './provider.ts';
import type { TriesApp } from './try-app.ts';

const notYet = () => Promise.reject(new Error('An invented login speaks with nobody.'));

export const threads = ({ settings, addresses }: Ingredients<'threads'>): ProviderOf<'threads'> & TriesApp => ({
	id: 'threads',
	ping: null,
	readPage: null,
	createAuthorizationURL(state, scopes) {
		const url = new URL(\`\${addresses.hosts.web}/oauth/authorize\`);
		url.search = new URLSearchParams({
			client_id: settings.clientId,
			redirect_uri: settings.redirectUri,
			scope: scopes.join(','),
			state
		}).toString();
		return url;
	},
	exchangeCode: notYet,
	exchangeForLongLived: notYet,
	refresh: notYet,
	readProfile: notYet,
	revoke: notYet,
	tryApp: notYet
});
`;

export const THREADS_SETTINGS = `#THREADS_CLIENT_ID=
#THREADS_CLIENT_SECRET=
#THREADS_CLIENT_SECRET_PREVIOUS=
#THREADS_REDIRECT_URI=
#THREADS_WEB_URL=
#THREADS_GRAPH_URL=
`;

export const THREADS_SETUP = `<script lang="ts">
	let { addresses }: { addresses: { redirect: string } } = $props();
</script>

<details class="card" id="threads">
	<summary><h2>With Threads Login instead</h2></summary>
	<p id="threads-app">Copy id and secret into <code>.env</code>.</p>
	<p id="threads-redirect">{addresses.redirect}</p>
</details>
`;
