import { isActionId } from './actions.ts';

/** What is checked of a row of rows.ts. */
type Checked = {
	id: string;
	method: string;
	path: string;
	actions: readonly string[];
	parameters: readonly string[];
	pageParameters?: readonly string[];
};

const PATH = /^(\{a\}|\{n\}|\{page\}|me\/accounts)(\/[a-z_]+)?$/;
const PARAMETER = /^[a-z_]+$/;

/**
 * The rows, once none of them contradicts itself or another: they grow with every release, and a slip
 * in one would open or close what nobody decided.
 * @throws TypeError at the start of the program, naming the row
 */
export function checkedRows<Row extends Checked>(rows: readonly Row[]): readonly Row[] {
	const seen = new Set<string>();
	for (const { id, method, path, actions, parameters, pageParameters = [] } of rows) {
		const names = [...parameters, ...pageParameters];
		const isSound =
			PATH.test(path) &&
			actions.every(isActionId) &&
			names.every((name) => PARAMETER.test(name)) &&
			new Set(names).size === names.length;
		if (!isSound || seen.has(id) || seen.has(`${method} ${path}`)) {
			throw new TypeError(`The row ${id} (${method} ${path}) cannot be.`);
		}
		seen.add(id).add(`${method} ${path}`);
	}
	return rows;
}
