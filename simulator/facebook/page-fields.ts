import { stableId } from '../ids.ts';
import type { Readers } from '../node.ts';
import { plainNode } from './node.ts';
import type { Page } from './people.ts';

/** A small number that stays the same for one Page. */
const count = ({ id }: Page, of: string) => Number(stableId('1', `${of} ${id}`).slice(0, 4));

/** Fields that Meta serves and nobody has filled in: left out of the answer, never refused. */
const EMPTY = [
	'username',
	'about',
	'bio',
	'description',
	'general_info',
	'company_overview',
	'founded',
	'mission',
	'products',
	'website',
	'emails',
	'phone',
	'whatsapp_number',
	'cover',
	'location',
	'single_line_address',
	'hours',
	'price_range',
	'parking',
	'payment_options',
	'birthday',
	'privacy_info_url',
	'store_number',
	'overall_star_rating'
];

/** The plain fields of a Page (Meta, Page): what stands on it, without edges and tokens. */
export const plainPageFields = (page: Page): Readers => ({
	...Object.fromEntries(EMPTY.map((name) => [name, () => null])),
	id: () => page.id,
	name: () => page.name,
	global_brand_page_name: () => page.name,
	name_with_location_descriptor: () => page.name,
	category: () => page.category,
	category_list: ({ fields }) => {
		const id = stableId('2', `category ${page.category}`).slice(0, 15);
		const one = plainNode('PageCategory', { id, name: page.category }, fields);
		return one instanceof Response ? one : [one];
	},
	link: () => `https://www.facebook.com/${page.id}`,
	fan_count: () => count(page, 'fans'),
	followers_count: () => count(page, 'followers'),
	talking_about_count: () => count(page, 'talking'),
	new_like_count: () => 0,
	rating_count: () => 0,
	were_here_count: () => 0,
	checkins: () => 0,
	is_published: () => true,
	verification_status: () => 'not_verified',
	is_verified: () => false,
	is_permanently_closed: () => false,
	is_unclaimed: () => false,
	is_community_page: () => false,
	is_messenger_platform_bot: () => false,
	is_webhooks_subscribed: () => false,
	has_added_app: () => false,
	has_whatsapp_number: () => false,
	has_transitioned_to_new_page_experience: () => true,
	can_checkin: () => false,
	can_post: () => true,
	tasks: () => page.tasks
});
