import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What runs inside of a folder that is its whole machine. */
export type Inside = {
	/** The folder that it sees as `/`. */
	root: string;
	/** Where it stands in it, such as `/app`. */
	workdir: string;
	env: Record<string, string>;
	/** Its user and group, numbers; null: root. */
	user?: string | null;
	/** Nothing can be written but `/tmp` and what is mounted. */
	isReadOnly?: boolean;
	/** Paths of this machine by the paths under which they are seen, for writing. */
	mounts?: Record<string, string>;
	/** The way to the registry: names, certificates. */
	hasNetwork?: boolean;
};

/** Whether this machine lets a test make such folders: Linux, as root, with mounts of its own. */
export const canChroot = () =>
	process.platform === 'linux' &&
	process.getuid?.() === 0 &&
	spawnSync('unshare', ['--mount', 'true']).status === 0;

/**
 * Mounts the machine's own libraries, devices and what else is asked for into the folder, for itself
 * alone, and becomes the program. Whatever npm the machine has is out of sight.
 */
const ENTER = `
set -e
root=$1; workdir=$2; user=$3; readonly=$4; network=$5; shift 5
mount --bind "$root" "$root"
mount --bind -o ro /usr/lib "$root/usr/lib"
[ -d /usr/lib64 ] && mount --bind -o ro /usr/lib64 "$root/usr/lib64"
[ -d /usr/lib/node_modules ] && mount -t tmpfs -o ro tmpfs "$root/usr/lib/node_modules"
mount --rbind /dev "$root/dev"
mount --rbind /proc "$root/proc"
if [ "$network" = 1 ]; then
	for file in /etc/resolv.conf /etc/hosts /etc/nsswitch.conf /etc/ssl; do
		[ -e "$file" ] && mount --bind "$file" "$root$file"
	done
fi
[ "$readonly" = 1 ] && mount -o remount,ro,bind "$root"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
while [ "$1" != -- ]; do mount --bind "$1" "$root$2"; shift 2; done
shift
exec chroot --userspec="$user" "$root" env -C "$workdir" "$@"
`;

const argumentsFor = ({ root, workdir, user, isReadOnly, mounts = {}, hasNetwork }: Inside) => [
	'--mount',
	'--propagation=private',
	'sh',
	'-c',
	ENTER,
	'enter',
	root,
	workdir,
	user ?? '0:0',
	isReadOnly ? '1' : '0',
	hasNetwork ? '1' : '0',
	...Object.entries(mounts).flatMap(([inside, outside]) => [outside, inside]),
	'--'
];

/** Runs a program to its end. */
export function runInside(inside: Inside, words: string[]) {
	const { status, stdout, stderr } = spawnSync('unshare', [...argumentsFor(inside), ...words], {
		env: inside.env,
		encoding: 'utf8',
		maxBuffer: 64 * 1024 * 1024
	});
	return { status, stdout, output: stdout + stderr };
}

/** Starts a program; the process that is given back is the program itself. */
export const startInside = (inside: Inside, words: string[]): ChildProcess =>
	spawn('unshare', [...argumentsFor(inside), ...words], {
		env: inside.env,
		stdio: ['ignore', 'pipe', 'pipe']
	});

/** A folder with the places that every Linux has, all empty. */
export function emptyRoot(root: string) {
	for (const name of ['usr/bin', 'usr/lib', 'usr/lib64', 'dev', 'proc', 'tmp', 'etc/ssl', 'root']) {
		mkdirSync(join(root, name), { recursive: true });
	}
	for (const name of ['resolv.conf', 'hosts', 'nsswitch.conf']) {
		writeFileSync(join(root, 'etc', name), '');
	}
	for (const [link, to] of Object.entries({ bin: 'usr/bin', lib: 'usr/lib', lib64: 'usr/lib64' })) {
		if (!existsSync(join(root, link))) symlinkSync(to, join(root, link));
	}
}
