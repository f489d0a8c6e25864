import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTION_IDS, type ActionId } from '../keys/actions.ts';
import { NODE_FIELDS, ROWS, type RowId } from '../keys/rows.ts';
import { ToolRefusal } from '../keys/tool-refusal.ts';
import { judgeFields } from './judge-fields.ts';

const row = (id: RowId) => {
	const found = ROWS.find((one) => one.id === id);
	if (!found) throw new Error(id);
	return found;
};

/** The refusal's code, or what goes on. */
function outcome(id: RowId, text: string | null, actions: readonly ActionId[]) {
	try {
		return judgeFields(text, row(id), actions);
	} catch (error) {
		if (error instanceof ToolRefusal) return error.code;
		throw error;
	}
}
const ACTION = 'action_not_allowed';
const FIELD = 'field_not_allowed';

describe('fields of a list', () => {
	it.each<[RowId, string, ActionId[], string]>([
		['media', 'id,caption,some_new_field', ['media.read'], 'passes'],
		['media', ' id , caption ', ['media.read'], 'passes'],
		['media', 'id,children{id,media_url},owner{id,username}', ['media.read'], 'passes'],
		['media', 'id,comments{id,text}', ['media.read'], ACTION],
		['media', 'id,comments', ['media.read'], ACTION],
		['media', 'id,Comments.limit(5)', ['media.read'], ACTION],
		['media', 'id,comments.limit(5){id,replies{id}}', ['media.read', 'comments.read'], 'passes'],
		['media', 'insights.metric(reach)', ['media.read'], ACTION],
		['media', 'children{insights.metric(reach)}', ['media.read'], ACTION],
		['media', 'insights.metric(reach)', ['media.read', 'insights.read'], 'passes'],
		['media', 'caption{id}', ['media.read'], FIELD],
		['media', 'business_discovery.username(ada)', ['media.read'], FIELD],
		['media', 'BUSINESS_DISCOVERY', ['media.read'], FIELD],
		['media', 'access_token', ['media.read'], FIELD],
		['media', 'Access_Token', ['media.read'], FIELD],
		['media', 'id,owner{access_token}', ['media.read'], FIELD],
		['media', 'caption.as(access_token)', ['media.read'], FIELD],
		['media', 'owner{id,accounts{access_token}}', ['media.read'], FIELD],
		['media', 'owner{conversations}', ['media.read'], FIELD],
		['media', 'owner{followers_count}', ['media.read'], ACTION],
		['media', 'owner{followers_count}', ['media.read', 'profile.read'], 'passes'],
		['media', 'owner{stories,media{id}}', ['media.read'], 'passes'],
		['media', 'constructor', ['media.read'], 'passes'],
		['media', '__proto__{id}', ['media.read'], FIELD],
		['media', 'id caption', ['media.read'], FIELD],
		[
			'comments',
			// What npm instagram-graph-api asks for.
			'replies{hidden,id,like_count,media,text,timestamp,user,username},hidden,id,like_count,media,text,timestamp,user,username',
			['comments.read'],
			'passes'
		],
		['comments', 'from{id,username}', ['comments.read'], 'passes'],
		['comments', 'from{biography}', ['comments.read'], ACTION],
		['comments', 'media{caption}', ['comments.read'], ACTION],
		['comments', 'media.limit(1)', ['comments.read'], ACTION],
		['comments', 'media{caption}', ['comments.read', 'media.read'], 'passes'],
		['comments', 'user{media}', ['comments.read'], ACTION],
		['account-insights', 'name,values', ['insights.read'], 'passes'],
		['account-insights', 'media', ['insights.read'], ACTION],
		['publishing-limit', 'config,quota_usage', ['publish'], 'passes']
	])('%s: %s with %j: %s', (id, text, actions, expected) => {
		expect(outcome(id, text, actions)).toBe(expected === 'passes' ? text : expected);
	});
});

describe('fields of an account', () => {
	const OPEN = 'id,user_id,username,name,account_type,profile_picture_url';
	it.each<[string, ActionId[], string]>([
		[OPEN, [], 'passes'],
		[`${OPEN},followers_count`, [], ACTION],
		['biography', ['media.read', 'comments.read'], ACTION],
		['some_new_field', ['media.read'], ACTION],
		['biography,some_new_field', ['profile.read'], 'passes'],
		['media{id,caption}', ['media.read'], 'passes'],
		['media', ['comments.read'], ACTION],
		['media{id}', ['profile.read'], ACTION],
		['stories', ['profile.read'], ACTION],
		['media{comments{id}}', ['media.read'], ACTION],
		['insights.metric(reach)', ['profile.read'], ACTION],
		['business_discovery.username(ada){id}', [...ACTION_IDS], FIELD],
		['mentioned_media.media_id(1)', [...ACTION_IDS], FIELD],
		['name{id}', [], FIELD],
		['access_token', [...ACTION_IDS], FIELD]
	])('%s with %j: %s', (text, actions, expected) => {
		expect(outcome('account', text, actions)).toBe(expected === 'passes' ? text : expected);
	});

	it('that are not asked for are what Meta thinks usual, for who may read all of it', () => {
		for (const none of [null, '', ' ', ',']) {
			expect(outcome('account', none, ['media.read'])).toBe('id');
			expect(outcome('account', none, ['profile.read'])).toBeNull();
		}
	});
});

describe('fields of a node', () => {
	const GIVING = Object.keys(NODE_FIELDS) as (keyof typeof NODE_FIELDS)[];

	it.each(GIVING)('with %s are those of its list, and no other action’s', (action) => {
		const own: readonly string[] = NODE_FIELDS[action];
		expect(outcome('node', own.join(), [action])).toBe(own.join());
		for (const name of GIVING.flatMap((one) => [...NODE_FIELDS[one]])) {
			// Edges are judged by their own action.
			if (own.includes(name) || name === 'media') continue;
			expect(outcome('node', name, [action]), name).toBe(ACTION);
			expect(outcome('node', `${name}{id}`, [action]), name).toBe(ACTION);
		}
	});

	it.each<[string, ActionId[], string]>([
		['id,some_new_field', ['media.read'], 'passes'],
		['id,some_new_field', ['comments.read'], ACTION],
		['id,some_new_field', ['publish'], ACTION],
		['some_new_field{id}', ['media.read'], FIELD],
		['some_new_field{id}', ['publish'], FIELD],
		['caption{id}', ['media.read'], FIELD],
		['children{id}', ['media.read'], 'passes'],
		['children{id}', ['comments.read', 'publish'], ACTION],
		['comments{text}', ['comments.read'], 'passes'],
		['comments{text}', ['media.read'], ACTION],
		['media', ['comments.read'], 'passes'],
		['media{id}', ['comments.read'], ACTION],
		['media', ['publish'], ACTION],
		['replies{id,text}', ['comments.read'], 'passes'],
		['insights.metric(reach)', ['media.read', 'insights.read'], 'passes'],
		['insights', ['media.read', 'publish', 'comments.read'], ACTION],
		['owner{id}', ['media.read'], 'passes'],
		['user{id}', ['media.read'], ACTION],
		['status_code,status', ['publish'], 'passes'],
		['status_code,caption', ['publish'], ACTION],
		['status_code,caption', ['publish', 'media.read'], 'passes'],
		['access_token', [...ACTION_IDS], FIELD]
	])('%s with %j: %s', (text, actions, expected) => {
		expect(outcome('node', text, actions)).toBe(expected === 'passes' ? text : expected);
	});

	it('that are not asked for are a comment’s text as well, so others get the id', () => {
		for (const none of [null, '', ' ,, ']) {
			expect(outcome('node', none, ['media.read', 'publish'])).toBe('id');
			expect(outcome('node', none, ['comments.read'])).toBeNull();
		}
		expect(outcome('media', null, ['media.read'])).toBeNull();
	});
});

describe('fields of a Page', () => {
	it.each(['accounts', 'page'] as const)('may name the token, which is the key (%s)', (id) => {
		const text = 'id,name,access_token,tasks,instagram_business_account{id,username}';
		expect(outcome(id, text, [])).toBe(text);
		expect(outcome(id, 'instagram_business_account{followers_count}', [])).toBe(ACTION);
		expect(outcome(id, 'accounts', [])).toBe(FIELD);
	});
});

it('are named in a refusal, unless that could be a secret', () => {
	const secret = `IGAA${'x'.repeat(160)}`;
	expect(() => judgeFields('caption{id}', row('media'), ['media.read'])).toThrow(/“caption”/);
	for (const text of [secret, `${secret}{id}`]) {
		expect(() => judgeFields(text, row('account'), [])).toThrow(/unusual name/);
		expect(() => judgeFields(text, row('account'), [])).not.toThrow(/igaa/i);
	}
});

const NEVER = [['', 'access_token|business_discovery|accounts|messages']] as const;
const CLOSED_WITHOUT: readonly (readonly [ActionId, string])[] = [
	['insights.read', 'insights'],
	['media.read', 'children|stories|media[{.]'],
	['comments.read', 'comments|replies'],
	['profile.read', '(owner|user|from)[{]([a-z]+,)*biography']
];

it('never pass with a refused name or an edge without its action, and go on as they came', () => {
	const name = fc.oneof(
		fc.constantFrom('id', 'caption', 'text', 'media', 'Media', 'children', 'comments', 'replies'),
		fc.constantFrom('insights', 'stories', 'owner', 'from', 'user', 'username', 'biography'),
		fc.constantFrom('access_token', 'ACCESS_TOKEN', 'business_discovery', 'accounts', 'messages'),
		fc.constantFrom('__proto__', 'constructor', 'some_new_field')
	);
	const { list } = fc.letrec<{ list: string; field: string }>((tie) => ({
		field: fc
			.tuple(
				name,
				fc.constantFrom('', '', '.limit(5)', '.fields(access_token)', '.as(access_token)', '.x()'),
				fc.option(tie('list'), { depthSize: 'small', maxDepth: 4 })
			)
			.map(([one, modifier, inner]) => one + modifier + (inner === null ? '' : `{${inner}}`)),
		list: fc.array(tie('field'), { maxLength: 3 }).map((fields) => fields.join())
	}));
	const text = fc.oneof(
		{ weight: 4, arbitrary: list },
		fc.tuple(list, fc.nat(60)).map(([whole, end]) => whole.slice(0, end)),
		fc.array(fc.nat(0xffff), { maxLength: 20 }).map((codes) => String.fromCharCode(...codes))
	);
	const rows = ROWS.filter(
		({ parameters, isStored }) => parameters.includes('fields') && !isStored
	);
	const outcomes = new Set<string>();
	fc.assert(
		fc.property(fc.constantFrom(...rows), text, fc.subarray(ACTION_IDS), (one, asked, held) => {
			const actions = [...held, ...one.actions.slice(0, 1)];
			const result = outcome(one.id, asked, actions);
			outcomes.add(result === asked ? 'as it came' : (result ?? 'without'));
			if (result !== asked || asked === 'id') return;
			const closed = [...NEVER, ...CLOSED_WITHOUT.filter(([action]) => !actions.includes(action))];
			expect(asked).not.toMatch(new RegExp(closed.map(([, names]) => names).join('|'), 'i'));
		}),
		{ numRuns: 5_000, seed: 18 }
	);
	expect([...outcomes].sort()).toEqual([ACTION, 'as it came', FIELD, 'id', 'without'].sort());
});
