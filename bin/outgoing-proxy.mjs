import * as http from 'node:http';

/** What Node reads when a process begins: written in `.env` it would come too late. */
const READ_AT_START = [
	'HTTPS_PROXY',
	'https_proxy',
	'NO_PROXY',
	'no_proxy',
	'NODE_EXTRA_CA_CERTS',
	'NODE_USE_SYSTEM_CA',
	'NODE_USE_ENV_PROXY'
];

/** This machine is never reached through a proxy, the simulator neither. */
const HERE = ['localhost', '.localhost', '127.0.0.1', '::1', '[::1]'];

/**
 * Small letters count first, as in Node and curl; what is set to nothing is not set.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} name
 */
const valueOf = (env, name) => env[name.toLowerCase()]?.trim() || env[name]?.trim() || undefined;

/** @param {NodeJS.ProcessEnv} env */
const proxyIn = (env) => valueOf(env, 'HTTPS_PROXY');

/**
 * The hosts that are reached directly: what the environment says, and this machine.
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} more
 */
function withoutProxy(env, more = []) {
	const said = valueOf(env, 'NO_PROXY');
	// In a list the star would mean nothing to Node.
	return said === '*' ? said : [said, ...HERE, ...more].filter(Boolean).join(',');
}

/** An assignment in `.env`. Whatever Node runs npm reads it here, and only newer ones have parseEnv. */
const ASSIGNMENT =
	/^\s*(?:export\s+)?([A-Za-z_]+)[ \t]*=[ \t]*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^#\r\n]*))/gm;

/** @param {string} file @returns {[string, string][]} */
const assignmentsIn = (file) =>
	[...file.matchAll(ASSIGNMENT)].map(([, name = '', ...values]) => [
		name,
		(values.find((value) => value !== undefined) ?? '').trim()
	]);

/**
 * What has to stand in the environment before the process begins that reads `.env`: its proxy and its
 * certificates, and Node's own switch for a proxy, which older lines of Node know at the start alone.
 * @param {NodeJS.ProcessEnv} env what is set
 * @param {string} file the text of `.env`
 * @returns {NodeJS.ProcessEnv} to be merged into it; undefined: to be taken out
 */
export function variablesForStart(env, file) {
	const fromFile = assignmentsIn(file).filter(
		([name]) => READ_AT_START.includes(name) && !env[name]?.trim()
	);
	const added = Object.fromEntries(fromFile);
	const all = { ...env, ...added };
	// With any other value Node would end before a word of ours.
	if (!isUsable(proxyIn(all) ?? '')) return added;
	const hosts = withoutProxy(all);
	return {
		...added,
		HTTP_PROXY: undefined,
		http_proxy: undefined,
		NO_PROXY: hosts,
		no_proxy: hosts,
		NODE_USE_ENV_PROXY: all['NODE_USE_ENV_PROXY'] ?? '1'
	};
}

/** @param {string} proxy */
function isUsable(proxy) {
	try {
		return /^https?:\/\/[^/]/i.test(proxy) && new URL(proxy).host !== '';
	} catch {
		return false;
	}
}

/** One name for the proxy, which is how the settings know it. @param {NodeJS.ProcessEnv} env */
export function nameProxy(env) {
	const proxy = proxyIn(env);
	if (proxy === undefined) delete env['HTTPS_PROXY'];
	else env['HTTPS_PROXY'] = proxy;
}

/**
 * Lets everything that this process sends beyond its own machine go through the proxy, where there is
 * one. Meta is reached by https alone, so HTTP_PROXY is left out.
 * @param {{ outgoingProxy: string | null, meta: Meta }} settings
 * @param {NodeJS.ProcessEnv} env
 * @param {string} version of Node
 * @param {((proxyEnv: NodeJS.ProcessEnv) => unknown) | null | undefined} setProxy since Node 24.14 and 25.4
 * @returns {string | null} the sentence to print where this Node goes past the proxy
 */
export function useOutgoingProxy(
	settings,
	env,
	version = process.versions.node,
	setProxy = Reflect.get(http, 'setGlobalProxyFromEnv')
) {
	if (settings.outgoingProxy === null) return null;
	if (setProxy) {
		// Node looks into the environment for what it is not given.
		for (const name of ['HTTP_PROXY', 'http_proxy']) delete env[name];
		setProxy({ HTTPS_PROXY: env['HTTPS_PROXY'], NO_PROXY: withoutProxy(env, loopbacks(settings)) });
		return null;
	}
	if (env['NODE_USE_ENV_PROXY'] === '1' && followsFromStart(version)) return null;
	return `Node ${version} goes past the proxy of HTTPS_PROXY: start Mooring by npm, with Node 26 or with 22.21 or newer.`;
}

/** nodejs.org, "Command-line API", NODE_USE_ENV_PROXY: added in 24.0.0 and 22.21.0. @param {string} version */
function followsFromStart(version) {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	return major >= 24 || (major === 22 && minor >= 21);
}

/**
 * Stand-ins for Meta on this machine, whatever they are called.
 * @typedef {{ hosts: Record<string, Record<string, string>> }} Meta
 * @param {{ meta: Meta }} settings
 */
const loopbacks = ({ meta }) =>
	Object.values(meta.hosts)
		.flatMap((hosts) => Object.values(hosts))
		.map((address) => new URL(address).hostname)
		.filter((host) => host.startsWith('127.'));
