import { counted, DAY, MINUTE } from '$lib/format.ts';
import { ALERTS_KEPT_FOR } from '$lib/server/alerts/retention.ts';
import { KEPT_FOR, MOST_REFUSALS } from '$lib/server/audit/retention.ts';
import { ATTEMPT_LIFE, KEPT_AFTER_END } from '$lib/server/authorization/attempts.ts';
import { LEFT_ACCOUNTS_KEPT, LEFT_POSTS_KEPT } from '$lib/server/content/erase.ts';
import { BACKUPS_KEPT_FOR } from '$lib/server/backup/retention.ts';
import { INVITATION_LIFE } from '$lib/server/creators/invitations.ts';
import { REQUESTS_KEPT_FOR } from '$lib/server/deletion/signed-requests.ts';
import { CONTAINERS_KEPT, PUBLISHED_KEPT } from '$lib/server/relay/publish/unclear.ts';
import { LONGEST_SESSION, UNUSED_SESSION } from '$lib/server/sessions/adapter.ts';
import { REMEMBERED } from '$lib/server/sessions/seen-browsers.ts';

/** Something that is stored: what it is, what belongs to it, and for how long. */
export type Kept = { what: string; is: string; until: string };

const inDays = (duration: number) => counted(Math.round(duration / DAY), 'day');
const inMinutes = (duration: number) => counted(Math.round(duration / MINUTE), 'minute');

/** All that is stored of people, with its end as the program has it. */
export const KEPT: Kept[] = [
	{
		what: 'The connected account',
		is: 'Its name, picture, ids and kind, what its creator allowed at Meta, and when each renewal happened and what Meta answered.',
		until: 'Until its creator removes it from the list, or deletes their data.'
	},
	{
		what: 'Its token',
		is: 'What Meta hands over so that Mooring may ask it for this account. It is sealed (AES-256-GCM) and never reaches a browser.',
		until: 'Erased at once when its creator disconnects it, or removes the app at Meta.'
	},
	{
		what: 'Who signs in',
		is: 'The name and ids of the accounts that sign a creator in, and the public half of each passkey. There are no passwords.',
		until: 'Until the creator is deleted.'
	},
	{
		what: 'Sessions',
		is: 'For each browser that is signed in: its kind, the network address that it came from, and when it was last used. Which kinds of browser somebody came with is remembered, so that a new one is told of.',
		until: `A session ends ${inDays(UNUSED_SESSION)} after its last use, and after ${inDays(LONGEST_SESSION)} in any case. Kinds of browsers are remembered for ${inDays(REMEMBERED)}.`
	},
	{
		what: 'Activity',
		is: 'Who did what, when, and from which network address; also who was refused here.',
		until: `${inDays(KEPT_FOR)}; of refusals the latest ${MOST_REFUSALS.toLocaleString('en-GB')} at most. A deletion takes out the name and the address.`
	},
	{
		what: 'Logins under way',
		is: 'What is needed until somebody comes back from Meta, and why it failed where it did.',
		until: `${inMinutes(ATTEMPT_LIFE)}, and ${inMinutes(KEPT_AFTER_END)} after its end.`
	},
	{
		what: 'Alerts',
		is: 'The mail addresses and other places where a creator wants to be told, and what was sent there. All but mail addresses are sealed.',
		until: `A place until its creator removes it, a message for ${inDays(ALERTS_KEPT_FOR)}.`
	},
	{
		what: 'Keys for programs',
		is: 'The name of each key, what it may do, how often it was used in which hour, and what it was refused. Of the key itself only a hash is kept.',
		until: `Until the creator is deleted; counts for ${inDays(KEPT_FOR)}.`
	},
	{
		what: 'Feeds',
		is: 'What each feed shows, every address that it had, and which posts its creator hides or pins. What a feed shows is public; who looks at it is not noted.',
		until: 'Until its creator deletes the feed or removes the account.'
	},
	{
		what: 'Posts that programs publish',
		is: 'Hashes of their words and pictures, and ids of posts, so that nothing is published twice.',
		until: `${inDays(CONTAINERS_KEPT)} for a draft, ${inDays(PUBLISHED_KEPT)} for what was published; what is unclear until it is settled.`
	},
	{
		what: 'Posts that a feed shows',
		is: 'Where a creator made a feed: the words, dates, counts and pictures of the posts of that account, which the feed shows to everybody. Nothing of who commented or liked.',
		until: `A post until ${inDays(LEFT_POSTS_KEPT)} after it left Instagram; all of it until ${inDays(LEFT_ACCOUNTS_KEPT)} after the account was disconnected or its last feed was switched off, or at once where its creator asks for that, removes the account from the list, or deletes their data.`
	},
	{
		what: 'Invitations',
		is: 'For whom each is, in the words of the owner. Of its link only a hash is kept.',
		until: `Until it is used or taken back, ${inDays(INVITATION_LIFE)} at most.`
	},
	{
		what: 'Requests of Meta to delete',
		is: 'That there was one, and whether it is done. Nothing in it says whose it was.',
		until: `${inDays(REQUESTS_KEPT_FOR)}.`
	},
	{
		what: 'Backups',
		is: 'Where whoever runs this Mooring has set a key for them: an encrypted copy of all of this, made every day. What is deleted is in no backup that is made afterwards.',
		until: `${inDays(BACKUPS_KEPT_FOR)} at most.`
	}
];
