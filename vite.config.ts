import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const CORES = availableParallelism();

export default defineConfig({
	plugins: [sveltekit()],
	// 350 small files, which a start would look up and read one by one.
	ssr: { noExternal: ['kysely', 'zod'] },
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
		// What is wrong fails by what it says, not because its machine is busy.
		testTimeout: 240_000,
		hookTimeout: 240_000,
		expect: { poll: { timeout: 60_000 } },
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
					],
					exclude: ['tests/image.test.ts'],
					// To load every module anew for each file took two thirds of the time.
					isolate: false,
					restoreMocks: true,
					unstubGlobals: true,
					maxWorkers: CORES,
					sequence: { groupOrder: 0 }
				}
			},
			{
				extends: true,
				test: {
					name: 'integration',
					isolate: false,
					include: ['tests/integration/**/*.test.ts', 'tests/clients/**/*.test.ts'],
					// A shared CI machine may stall for seconds; a real fault fails twice.
					retry: process.env['CI'] === undefined ? 0 : 1,
					// They wait for their servers half of the time.
					maxWorkers: 2 * CORES,
					sequence: { groupOrder: 1 }
				}
			},
			{
				extends: true,
				test: {
					name: 'image',
					include: ['tests/image.test.ts'],
					sequence: { groupOrder: 3 }
				}
			},
			{
				extends: true,
				test: {
					name: 'proxies',
					include: ['tests/proxies/**/*.test.ts'],
					maxWorkers: 1,
					sequence: { groupOrder: 4 }
				}
			},
			{
				extends: true,
				test: {
					name: 'long',
					include: ['tests/long/**/*.test.ts', 'tests/faults/**/*.test.ts'],
					maxWorkers: 1,
					sequence: { groupOrder: 2 }
				}
			}
		]
	}
});
