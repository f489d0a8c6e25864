import { ACTIONS, type ActionId } from '../keys/actions.ts';
import {
	EDGE_ACTIONS,
	NODE_FIELDS,
	OPEN_ACCOUNT_FIELDS,
	PLAIN_WITH_BRACES,
	type Row
} from '../keys/rows.ts';
import { ToolRefusal } from '../keys/tool-refusal.ts';
import { type Place, placeBehind, placeOf } from './field-places.ts';
import { type Field, readFields } from './fields.ts';
import { isRefusedField } from './refused.ts';
import { shownName } from './shown-name.ts';

type Actions = readonly ActionId[];

const NODE_ACTIONS = Object.keys(NODE_FIELDS) as (keyof typeof NODE_FIELDS)[];

/**
 * What of `fields` goes on to Meta: exactly what the caller wrote, or what stands for none.
 * @param text null: not given
 * @param actions those of the key, which opens the row
 * @returns null: to be sent without
 * @throws ToolRefusal field_not_allowed, action_not_allowed
 */
export function judgeFields(text: string | null, row: Row, actions: Actions): string | null {
	const asked = readFields(text ?? '');
	if (!asked) throw notReadable();
	if (asked.length === 0) return withoutFields(row, actions);
	// Also as the value of a modifier: `.as(access_token)` would give anything that name.
	const mayNameToken = row.isStored === true;
	if (!mayNameToken && /access_token/i.test(text ?? '')) throw notAllowed('access_token');
	judgeEach(asked, placeOf(row), actions, mayNameToken);
	return text;
}

/**
 * Where nothing is asked for, Meta answers what it thinks usual. Of a comment that is its text; of an
 * account it is the id today, and what it will be is not ours to promise. So a key that may not read
 * all of it gets the id.
 */
function withoutFields({ id }: Row, actions: Actions): string | null {
	if (id === 'node' && !actions.includes('comments.read')) return 'id';
	if (id === 'account' && !actions.includes('profile.read')) return 'id';
	return null;
}

function judgeEach(fields: Field[], of: Place, actions: Actions, mayNameToken: boolean) {
	for (const field of fields) {
		const name = field.name.toLowerCase();
		if (isRefusedField(name) && !(mayNameToken && name === 'access_token')) {
			throw notAllowed(name);
		}
		const edge = Object.hasOwn(EDGE_ACTIONS, name) ? EDGE_ACTIONS[name] : undefined;
		if (!edge) judgePlain(field, of, actions);
		else needOneOf(isPlainOfComment(field, of) ? [edge, 'comments.read'] : [edge], actions, name);
		if (field.fields) judgeEach(field.fields, placeBehind(name), actions, mayNameToken);
	}
}

/** A comment says of which post it is; more of that post is behind braces, and is media.read's. */
function isPlainOfComment({ name, isModified, fields }: Field, of: Place): boolean {
	const isPlain = !isModified && fields === null;
	return isPlain && (of === 'comment' || of === 'node') && isFieldOf('comments.read', name);
}

function judgePlain({ name: written, fields }: Field, of: Place, actions: Actions) {
	const name = written.toLowerCase();
	const givers = of === 'node' ? NODE_ACTIONS.filter((action) => isFieldOf(action, name)) : [];
	if (givers.length > 0) needOneOf(givers, actions, name);
	if (fields && !includes(PLAIN_WITH_BRACES, name)) throw notExpanded(name);
	// What Meta documents later is of the post or of the profile, until a list here says otherwise.
	if (of === 'node' && givers.length === 0) needOneOf(['media.read'], actions, name);
	if (of === 'account' && !includes(OPEN_ACCOUNT_FIELDS, name)) {
		needOneOf(['profile.read'], actions, name);
	}
}

const includes = (names: readonly string[], name: string) => names.includes(name);
const isFieldOf = (action: keyof typeof NODE_FIELDS, name: string) =>
	includes(NODE_FIELDS[action], name.toLowerCase());

function needOneOf(needed: Actions, actions: Actions, name: string) {
	if (needed.some((action) => actions.includes(action))) return;
	throw new ToolRefusal(
		'action_not_allowed',
		`This key may not ${needed.map((action) => ACTIONS[action].words).join(', nor ')}, which the field ${shownName(name)} is part of.`,
		`Leave it out, or make a key with ${needed.join(' or ')} under Tools.`
	);
}

const notReadable = () =>
	new ToolRefusal(
		'field_not_allowed',
		'The parameter “fields” cannot be read.',
		'Write it as id,caption,comments.limit(5){id,text}: at most 100 names, 5 KB, and four braces inside each other.'
	);
const notAllowed = (name: string) =>
	new ToolRefusal(
		'field_not_allowed',
		`The field “${name}” is not relayed, by design.`,
		'Leave it out of “fields”.'
	);
const notExpanded = (name: string) =>
	new ToolRefusal(
		'field_not_allowed',
		`The field ${shownName(name)} takes no braces here.`,
		`Ask for it without them; braces are for ${[...Object.keys(EDGE_ACTIONS), ...PLAIN_WITH_BRACES].join(', ')}.`
	);
