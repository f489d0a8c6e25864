import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { armor, Decrypter, Encrypter } from 'age-encryption';
import { packTar, unpackTar } from 'modern-tar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	BACKUP_KEY,
	backupWorld,
	idOf,
	NOW,
	QUICK,
	tokenOf
} from '../../../../tests/support/backup-world.ts';
import { filesIn } from '../../../../tests/support/leaks.ts';
import { type Files, systemFiles } from './files.ts';
import { prepare } from './prepare.ts';
import { restore } from './restore.ts';

let world: ReturnType<typeof backupWorld>;
beforeEach(() => {
	world = backupWorld();
});
afterEach(() => world.remove());

async function backedUp(count: number) {
	const { db } = await world.instance('old', count);
	const file = await world.backUp('old', 'a.age');
	await db.destroy();
	return file;
}
let attempts = 0;
/** Restores into a folder of its own, with the key that the tokens need. */
const restored = (file: string, env: Record<string, string> = {}) => {
	const name = `new-${String((attempts += 1))}`;
	const settings = world.settingsOf(name, {
		SECRET_KEY: readFileSync(world.path('old', 'secret.key'), 'utf8').trim(),
		...env
	});
	return restore(file, settings, { replaces: false, now: NOW });
};

describe('the format', () => {
	it('is what age-encryption opens, and a tar', async () => {
		const age = new Decrypter();
		age.addPassphrase(BACKUP_KEY);
		const entries = await unpackTar(await age.decrypt(readFileSync(await backedUp(2))));
		expect(entries.map(({ header }) => header.name)).toEqual([
			'manifest.json',
			'mooring.db',
			`pictures/${idOf(1)}`,
			`pictures/${idOf(2)}`
		]);
		expect(JSON.parse(new TextDecoder().decode(entries[0]?.data))).toMatchObject({
			program: 'mooring',
			madeAt: '2026-11-29T03:00:00.000Z',
			mode: 'live',
			tokens: 2,
			withKey: false
		});
		expect(entries.every(({ header }) => header.mode === 0o600)).toBe(true);
	});

	it('is read back when others encrypted it, binary or armored', async () => {
		const [open, seal] = [new Decrypter(), new Encrypter()];
		open.addPassphrase(BACKUP_KEY);
		seal.setPassphrase(BACKUP_KEY);
		seal.setScryptWorkFactor(QUICK);
		const made = await seal.encrypt(await open.decrypt(readFileSync(await backedUp(2))));
		writeFileSync(world.path('binary.age'), made);
		writeFileSync(world.path('armored.age'), armor.encode(made));
		for (const name of ['binary.age', 'armored.age']) {
			expect((await restored(world.path(name))).tried).toMatchObject({ open: 2, all: 2 });
		}
	});

	it('that holds what no backup holds is refused, and nothing lands outside', async () => {
		await backedUp(1);
		for (const name of ['../outside', '/tmp/outside', 'pictures/../../outside', 'other.txt']) {
			const age = new Encrypter();
			age.setPassphrase(BACKUP_KEY);
			age.setScryptWorkFactor(QUICK);
			const tar = await packTar([{ header: { name, size: 1 }, body: 'x' }]);
			writeFileSync(world.path('odd.age'), await age.encrypt(tar));
			await expect(restored(world.path('odd.age'))).rejects.toThrow('it is no backup');
		}
		expect(existsSync(world.path('outside'))).toBe(false);
	});
});

describe('one bit flipped', () => {
	/** Every byte of the header, and of each chunk of 64 KiB its start, middle, end and mark. */
	function positionsIn(bytes: Buffer) {
		const start = bytes.indexOf('\n--- ') + 5 + 43 + 1;
		const chunk = 64 * 1024 + 16;
		const positions = Array.from({ length: start + 16 }, (_, position) => position);
		for (let at = start + 16; at < bytes.length; at += chunk) {
			const end = Math.min(at + chunk, bytes.length);
			positions.push(at, Math.floor((at + end) / 2), end - 17, end - 16, end - 1);
		}
		return positions;
	}

	it('anywhere is told in one sentence, and nothing is restored', async () => {
		const bytes = readFileSync(await backedUp(3));
		const positions = positionsIn(bytes);
		expect(positions.length).toBeGreaterThan(180);
		expect(bytes.length).toBeGreaterThan(400_000);
		const settings = world.settingsOf('old');
		for (const position of positions) {
			const flipped = Buffer.from(bytes);
			flipped[position] = (bytes[position] ?? 0) ^ (1 << (position % 8));
			writeFileSync(world.path('flipped.age'), flipped);
			mkdirSync(world.path('into'));
			await expect(
				prepare(world.path('flipped.age'), { into: world.path('into'), settings, now: NOW }),
				`byte ${String(position)}`
			).rejects.toThrow(/^\S+ does not open: it was changed, or BACKUP_KEY is not its own\.$/);
			rmSync(world.path('into'), { recursive: true });
		}
	});

	it.each([
		['cut off in the middle', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
		[
			'cut off at the end of a chunk',
			(bytes: Buffer) => bytes.subarray(0, bytes.indexOf('\n--- ') + 49 + 16 + 65552 * 2)
		],
		['empty', () => Buffer.alloc(0)],
		['with a byte more', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('x')])],
		['something else', () => Buffer.from('hello\n')]
	])('a backup that is %s is told in the same sentence', async (_, change) => {
		const file = await backedUp(1);
		writeFileSync(file, change(readFileSync(file)));
		await expect(restored(file)).rejects.toThrow('it was changed, or BACKUP_KEY is not its own.');
	});

	it('a wrong key is told in the same sentence', async () => {
		const file = await backedUp(1);
		await expect(restored(file, { BACKUP_KEY: 'another key for them' })).rejects.toThrow(
			'it was changed, or BACKUP_KEY is not its own.'
		);
	});
});

describe('no secret stands in clear', () => {
	it('in a backup, nor in any file of the data folder while one is made', async () => {
		const { db } = await world.instance('old', 3);
		const key = readFileSync(world.path('old', 'secret.key'), 'utf8').trim();
		const seen: string[] = [];
		const files: Files = {
			...systemFiles,
			rename: (from, to) => {
				for (const { name, bytes } of filesIn(world.root)) {
					const text = bytes.toString('latin1');
					for (const secret of [1, 2, 3].map(tokenOf).concat(BACKUP_KEY)) {
						for (const spelt of spellings(secret)) if (text.includes(spelt)) seen.push(name);
					}
					if (text.includes(key) && name !== 'old/secret.key') seen.push(name);
				}
				return systemFiles.rename(from, to);
			}
		};
		await world.backUp('old', 'a.age', { files, secretKey: key });
		await db.destroy();
		expect(seen).toEqual([]);
		expect(readFileSync(world.path('a.age')).includes(key)).toBe(false);
	});

	const spellings = (secret: string) => [
		secret,
		Buffer.from(secret).toString('base64').replace(/=+$/, ''),
		Buffer.from(secret).toString('hex'),
		encodeURIComponent(secret)
	];
});

/** A file system whose nth call fails. */
function failingAt(step: number): Files & { calls: () => number } {
	let calls = 0;
	const counted = <Call extends (...args: never[]) => Promise<unknown>>(call: Call) =>
		((...args: Parameters<Call>) => {
			calls += 1;
			if (calls !== step) return call(...args);
			const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' });
			return Promise.reject(full);
		}) as Call;
	const open = counted(async (...args: Parameters<Files['open']>) => {
		const handle = await systemFiles.open(...args);
		return new Proxy(handle, {
			get(target, name: keyof FileHandle) {
				const member: unknown = Reflect.get(target, name);
				if (typeof member !== 'function') return member;
				const call = member.bind(target) as (...args: never[]) => Promise<unknown>;
				return ['writeFile', 'sync', 'read', 'stat'].includes(String(name)) ? counted(call) : call;
			}
		});
	});
	const { mkdir, readdir, rm, stat } = systemFiles;
	return {
		open,
		mkdir,
		readdir,
		rm,
		stat,
		rename: counted(systemFiles.rename),
		calls: () => calls
	};
}

describe('a disk that fails', () => {
	it('at the first, second, … call never leaves half a backup under its name', async () => {
		const { db } = await world.instance('old', 2);
		await world.backUp('old', 'a.age');
		const before = readFileSync(world.path('a.age'));
		let steps = 0;
		for (let step = 1; ; step += 1) {
			const files = failingAt(step);
			const failed = await world.backUp('old', 'a.age', { files }).then(
				() => false,
				() => true
			);
			const left = readdirSync(world.root).sort();
			expect(left, `step ${String(step)}`).toEqual(['a.age', 'old']);
			expect(readdirSync(world.path('old')).filter((name) => /^working-/.test(name))).toEqual([]);
			if (failed) expect(readFileSync(world.path('a.age')).equals(before)).toBe(true);
			// The last steps are about the folder's entry, without which the file is whole all the same.
			if (files.calls() < step) break;
			steps += failed ? 1 : 0;
		}
		expect(steps).toBeGreaterThan(15);
		await db.destroy();
		expect((await restored(world.path('a.age'))).tried).toMatchObject({ open: 2, all: 2 });
	});

	it('is told in one sentence, and what is there and no backup stays', async () => {
		const { db } = await world.instance('old', 1);
		await expect(world.backUp('old', 'a.age', { files: failingAt(2) })).rejects.toThrow(
			/^The backup \S+ cannot be written \(ENOSPC\): there is no space left/
		);
		writeFileSync(world.path('notes.txt'), 'mine');
		await expect(world.backUp('old', 'notes.txt')).rejects.toThrow('is no backup: it was left');
		await expect(world.backUp('old', 'old')).rejects.toThrow('is no backup: it was left');
		await db.destroy();
	});
});
