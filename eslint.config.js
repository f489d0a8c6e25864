import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Underscored names say that a value is left out on purpose. */
const UNUSED = { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true };

export default ts.config(
	{
		ignores: [
			'.svelte-kit/',
			// Apps of their own, whose packages are not here.
			'bench/apps/',
			'build/',
			'data/',
			'playwright-report/',
			'test-results/'
		]
	},
	ts.configs.recommendedTypeChecked,
	svelte.configs.recommended,
	{
		languageOptions: {
			globals: { ...globals.browser, ...globals.node },
			parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] }
		},
		rules: {
			'no-undef': 'off',
			'@typescript-eslint/no-unused-vars': ['error', UNUSED]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
		rules: {
			'svelte/no-at-html-tags': 'error',
			// Mooring has no base path, and many of its links lead to addresses that only redirect.
			'svelte/no-navigation-without-resolve': 'off'
		}
	},
	{ files: ['src/**'], rules: { 'no-console': 'error' } },
	{ files: ['**/*.js', '**/*.mjs', '*.config.ts'], extends: [ts.configs.disableTypeChecked] }
);
