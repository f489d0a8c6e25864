import type { Account } from '../instagram/accounts.ts';
import type { Visit } from '../visit.ts';
import { permissionMissing } from './errors.ts';
import { type Login, type Permission, PERMISSIONS } from './permissions.ts';

/** Who calls the Graph about what accounts have posted, by whichever login. */
export type Viewer = {
	visit: Visit;
	login: Login;
	clientId: string;
	/** The token as it stands in the links of lists. */
	token: string;
	/** The accounts that it opens: one by Instagram Login, those of the Pages by Facebook Login. */
	accounts: Account[];
	isGranted: (scope: string) => boolean;
	/** The account that an id in a path names: `me`, its own id, the app-scoped one. */
	accountAt: (id: string) => Account | undefined;
};

export const may = ({ login, isGranted }: Viewer, permission: Permission): boolean =>
	PERMISSIONS[permission][login]?.every(isGranted) ?? false;

/** Meta's refusal where a permission is missing, else null. */
export const refusalWithout = (viewer: Viewer, permission: Permission): Response | null =>
	may(viewer, permission) ? null : permissionMissing(viewer, permission);

export const nowOf = ({ visit }: Viewer) => visit.world.clock.now();
export const contentOf = ({ visit }: Viewer) => visit.world.content;
export const switchesOf = ({ visit }: Viewer) => visit.world.switches;

/** Draws the posts of an account, as many as it or the switch says. */
export const drawFor = (viewer: Viewer, account: Account) =>
	contentOf(viewer).draw(account, account.posts ?? switchesOf(viewer).postsDrawn);

/** Everybody's eyes on accounts: what is public of them, and nothing more. */
export const asStranger = (viewer: Viewer, accounts: Account[]): Viewer => ({
	...viewer,
	accounts,
	isGranted: (scope) => PERMISSIONS.basic[viewer.login].some((basic) => basic === scope)
});

/** Whose this is, where the caller may see that account. */
export const ownerOf = ({ accounts }: Viewer, { username }: { username: string }) =>
	accounts.find((account) => account.username === username);
