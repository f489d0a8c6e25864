import { type Container, statusOf } from '../graph/containers.ts';
import type { Media } from '../graph/media.ts';
import type { World } from '../world.ts';
import { BadInput } from './input.ts';

const iso = (at: number) => new Date(at).toISOString();

function describeMedia(world: World, { bytes: _bytes, seed: _seed, at, ...told }: Media) {
	return {
		...told,
		timestamp: iso(at),
		children: told.children.map(({ id }) => id),
		comments: world.content.under(told.id).map((comment) => ({ ...comment, at: iso(comment.at) }))
	};
}

function describeContainer(container: Container, now: number) {
	const { bytes: _bytes, ...told } = container;
	return {
		...told,
		children: container.children.map(({ id }) => id),
		createdAt: iso(container.createdAt),
		readyAt: iso(container.readyAt),
		statusCode: statusOf(container, now)
	};
}

/** All that an account has posted, stories and archived posts too, and its containers. */
export function describeContent(world: World, username: string) {
	const account = world.accounts.get(username);
	if (!account) throw new BadInput('There is no account of that username.');
	const { content, clock } = world;
	content.draw(account, account.posts ?? world.switches.postsDrawn);
	return {
		media: content.of(username).map((media) => describeMedia(world, media)),
		containers: content.containers
			.all()
			.filter((container) => container.username === username)
			.map((container) => describeContainer(container, clock.now()))
	};
}
