import { readFileSync } from 'node:fs';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

export default defineConfig({
	plugins: [sveltekit()],
	environments: {
		client: {
			build: {
				rolldownOptions: {
					output: {
						// One file of what several pages use: each small file costs its headers as well.
						codeSplitting: { groups: [{ name: 'shared', minShareCount: 3 }] }
					}
				}
			}
		}
	},
	define: { __MOORING_VERSION__: JSON.stringify(version) },
	test: {
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					include: [
						'src/**/*.test.ts',
						'simulator/**/*.test.ts',
						'bin/**/*.test.ts',
						'tests/*.test.ts'
					]
				}
			},
			{
				extends: true,
				test: {
					name: 'integration',
					include: ['tests/integration/**/*.test.ts', 'tests/clients/**/*.test.ts'],
					// A shared CI machine may stall for seconds; a real fault fails twice.
					retry: process.env['CI'] === undefined ? 0 : 1,
					testTimeout: 30_000,
					hookTimeout: 30_000
				}
			},
			{ extends: true, test: { name: 'long', include: ['tests/long/**/*.test.ts'] } }
		]
	}
});
