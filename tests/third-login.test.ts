import { execFileSync } from 'node:child_process';
import {
	cpSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	THREADS_RECORD,
	THREADS_SETTINGS,
	THREADS_SETUP,
	THREADS_SPEAKS
} from './support/threads.ts';
import type { Told } from './support/third-login-tell.ts';

/** The type checker reads the whole program: seconds, and more where the machine is busy. */
const SLOW = { timeout: 120_000 };
const ROOT = join(import.meta.dirname, '..');
const at = (path: string) => join(ROOT, path);
const read = (path: string) => readFileSync(at(path), 'utf8');

/** A text with something put before a place that it has exactly once. */
function insert(path: string, place: string, text: string) {
	const [before, after, ...more] = read(path).split(place);
	if (after === undefined || more.length > 0) throw new Error(`${path} has not one “${place}”.`);
	return before + text + place + after;
}

/** All that a third login adds and changes; the name is real, what it does is invented. */
const FILES: Record<string, string> = {
	'src/lib/logins.ts': insert(
		'src/lib/logins.ts',
		'\n} as const satisfies Record<string, LoginRecord>;',
		`,\n${THREADS_RECORD}`
	),
	'src/lib/server/meta/threads.ts': THREADS_SPEAKS,
	'src/lib/server/meta/providers.ts': insert(
		'src/lib/server/meta/providers.ts',
		'import type { Ingredients,',
		"import { threads } from './threads.ts';\n"
	).replace('= { instagram, facebook };', '= { instagram, facebook, threads };'),
	'src/routes/setup/ThreadsSteps.svelte': THREADS_SETUP,
	'.env.example': `${read('.env.example')}\n${THREADS_SETTINGS}`
};

it('a third login is at most five files', () => {
	expect(Object.keys(FILES).length).toBeLessThanOrEqual(5);
});

describe('the type checker', () => {
	const config = ts.getParsedCommandLineOfConfigFile(
		at('tsconfig.json'),
		{ noEmit: true },
		{
			...ts.sys,
			onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
				throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
			}
		}
	);
	const options = { ...config?.options, checkJs: false };
	// The routes below src/ hold no table of logins; the last test here sees to that.
	const isChecked = (file: string) =>
		file.startsWith(at('src/lib/')) && /(?<!\.test|\.d)\.ts$/.test(file);
	let before: ts.Program | undefined;

	/** What it finds wrong with these files in the place of the program's own. */
	function problemsWith(files: Record<string, string>, looksAt = isChecked) {
		const given = new Map(Object.entries(files).map(([path, text]) => [at(path), text]));
		const disk = ts.createCompilerHost(options);
		const host: ts.CompilerHost = {
			...disk,
			fileExists: (file) => given.has(file) || disk.fileExists(file),
			readFile: (file) => given.get(file) ?? disk.readFile(file),
			getSourceFile(file, target, ...rest) {
				const text = given.get(file);
				if (text !== undefined) return ts.createSourceFile(file, text, target);
				return before?.getSourceFile(file) ?? disk.getSourceFile(file, target, ...rest);
			}
		};
		const roots = [...(config?.fileNames ?? []), ...given.keys()].filter(isChecked);
		roots.push(at('src/app.d.ts'));
		const program = ts.createProgram(roots, options, host);
		const found = program
			.getSourceFiles()
			.filter(({ fileName }) => looksAt(fileName))
			.flatMap((file) => program.getSemanticDiagnostics(file));
		before = program;
		return found.map(({ file, messageText }) => {
			const words = ts.flattenDiagnosticMessageText(messageText, ' ');
			return `${file?.fileName.slice(ROOT.length + 1) ?? ''}: ${words}`;
		});
	}

	it('misses what speaks with Meta while only the record is there', SLOW, () => {
		const path = 'src/lib/logins.ts';
		const problems = problemsWith({ [path]: FILES[path] ?? '' }, (file) =>
			file.endsWith('meta/providers.ts')
		);
		expect(problems[0]).toContain("Property 'threads' is missing");
	});

	it('has nothing to say once all five are', SLOW, () => {
		expect(problemsWith(FILES)).toEqual([]);
	});
});

describe('the program with them', () => {
	const folder = mkdtempSync(join(tmpdir(), 'mooring-third-login-'));
	let told: Told;
	beforeAll(() => {
		cpSync(at('src/lib'), join(folder, 'src/lib'), { recursive: true });
		cpSync(at('package.json'), join(folder, 'package.json'));
		symlinkSync(at('node_modules'), join(folder, 'node_modules'));
		for (const [path, text] of Object.entries(FILES)) {
			if (!path.startsWith('src/routes/')) writeFileSync(join(folder, path), text);
		}
		const teller = 'tests/support/third-login-tell.ts';
		cpSync(at(teller), join(folder, teller), { recursive: true });
		told = JSON.parse(
			execFileSync(process.execPath, [teller, folder], {
				cwd: folder,
				encoding: 'utf8'
			})
		) as Told;
	}, SLOW.timeout);
	afterAll(() => rmSync(folder, { recursive: true }));

	it('reads its settings, each named in .env.example', () => {
		const named = [...(FILES['.env.example'] ?? '').matchAll(/^#([A-Z_]+)=/gm)];
		// Node's own switches are no settings of ours.
		const read = told.read.filter((name: string) => !name.startsWith('NODE_'));
		expect(named.map(([, name]) => name).sort()).toEqual(read);
	});

	it('sends browsers to its own consent', () => {
		expect(told.consent).toBe(
			'https://www.threads.example/oauth/authorize?client_id=123456&redirect_uri=https%3A%2F%2Fm.example%2Fauth%2Fthreads%2Fcallback&scope=threads_basic&state=s'
		);
	});

	it('knows its scopes, and what to ask for in the place of another login’s', () => {
		expect(told.refusals).toEqual([
			'instagram_basic belongs to Facebook Login; ask for threads_basic.',
			'threads_content_publish belongs to Threads Login; ask for instagram_content_publish.',
			'Threads Login has no permission “email”.'
		]);
	});

	it('checks its set-up', () => {
		expect(told.checks).toEqual(
			expect.arrayContaining([
				'Threads app id is set',
				'Threads app secret is set',
				'Threads redirect comes back here'
			])
		);
		expect(told.addresses).toMatchObject({
			redirect: 'https://m.example/auth/threads/callback',
			deauthorize: 'https://m.example/auth/threads/deauthorize'
		});
	});

	it('keeps its accounts', () => {
		expect(told.stored).toEqual(['threads']);
	});
});

/** Where a login may be named: the table, what is one login's alone, and what data says of each. */
const MAY_NAME = [
	'src/lib/logins.ts',
	'src/lib/server/meta/instagram.ts',
	'src/lib/server/meta/facebook.ts',
	'src/lib/server/meta/providers.ts',
	// The simulator's apps, and what Meta's own error pages say.
	'src/lib/server/settings/practice.ts',
	'src/lib/server/setup/dead-ends.ts',
	// Meta's dashboard makes tokens of Instagram Login only.
	'src/lib/server/commands/import-token.ts',
	'src/lib/server/commands/keep-imported.ts',
	// Tester invitations are Instagram's.
	'src/routes/connections/[id]/CureSteps.svelte',
	'src/routes/setup/InstagramSteps.svelte',
	'src/routes/setup/FacebookSteps.svelte'
];

/** As a value, a key or a property; a host of Meta's is none. */
const NAMED =
	/(['"`])(instagram|facebook)\1|(?<!www|api|graph|business|developers)\.(instagram|facebook)\b|[{,]\s*(instagram|facebook)\s*[,:}]/;

it('no other file asks for a login by its name', () => {
	const naming = readdirSync(at('src'), { recursive: true, encoding: 'utf8' })
		.map((name) => join('src', name))
		.filter((path) => /(?<!\.test)\.(ts|svelte)$/.test(path) && !path.includes('/migrations/'))
		.filter((path) => NAMED.test(read(path)));
	expect(naming.sort()).toEqual(MAY_NAME.sort());
});
