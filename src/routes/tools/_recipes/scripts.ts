import comments from '../../../../tests/clients/comments.py?raw';
import feed from '../../../../tests/clients/feed.php?raw';
import insights from '../../../../tests/clients/insights.sh?raw';
import key from '../../../../tests/clients/key.sh?raw';
import npmPosts from '../../../../tests/clients/graph-api-posts.mjs?raw';
import npmWrites from '../../../../tests/clients/graph-api-writes.mjs?raw';
import posts from '../../../../tests/clients/curl.sh?raw';
import profile from '../../../../tests/clients/profile.sh?raw';
import publish from '../../../../tests/clients/publish.py?raw';
import token from '../../../../tests/clients/token.sh?raw';
import walk from '../../../../tests/clients/walk.py?raw';

/** Files to save and run, as the tests run them. */
export const FILES = {
	'walk.py': walk,
	'comments.py': comments,
	'publish.py': publish,
	'posts.mjs': npmPosts,
	'writes.mjs': npmWrites,
	'feed.php': feed
};

/**
 * Lines to paste into a terminal. Without the comments of their files: zsh takes those for commands
 * where somebody types.
 */
export const LINES = {
	key: toPaste(key),
	posts: toPaste(posts),
	profile: toPaste(profile),
	insights: toPaste(insights),
	token: toPaste(token)
};

function toPaste(script: string) {
	return script.replace(/^#.*\n/gm, '').trimEnd();
}
