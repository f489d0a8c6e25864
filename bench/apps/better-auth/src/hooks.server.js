import { getMigrations } from 'better-auth/db/migration';
import { svelteKitHandler } from 'better-auth/svelte-kit';
import { building } from '$app/environment';
import { auth, options } from '$lib/auth.js';

export async function init() {
	if (!building) await (await getMigrations(options)).runMigrations();
}

export const handle = ({ event, resolve }) => svelteKitHandler({ event, resolve, auth, building });
