import { html } from 'hono/html';
import { page } from '../../pages/layout.ts';
import type { Visit } from '../../visit.ts';
import { linkedAccount, type Page, type Person } from '../people.ts';
import type { DialogRequest, Offer } from '../request-to-dialog.ts';
import { FACEBOOK_SCOPES, PUBLIC_PROFILE } from '../scopes.ts';
import { initial } from './login.ts';

/** Which Pages, which Instagram accounts, which permissions: all on one page, to be clicked on. */
export function dialogPage(
	visit: Visit,
	asked: DialogRequest,
	person: Person,
	offer: Offer
): Promise<Response> {
	const { url } = visit;
	return page({
		title: 'Allow access',
		body: html`<h1>${asked.app.name} wants access to Facebook</h1>
			<p class="who">
				${initial(person)}
				<span>You are <strong>${person.name}</strong> <small>${person.username}</small></span>
			</p>
			<form method="post" action="${url.pathname + url.search}">
				${offer.pages ? assetsPart(visit, asked, person, offer) : ''}
				${permissionsPart(asked, offer.scopes)}
				<p class="buttons">
					<button class="main" name="action" value="allow">Allow</button>
					<button name="action" value="cancel">Cancel</button>
					<button name="action" value="switch">Switch account</button>
				</p>
			</form>`
	});
}

/** The first time all are ticked, later those that were chosen before. */
function assetsPart(visit: Visit, { app }: DialogRequest, person: Person, offer: Offer) {
	const { accounts, facebook } = visit.world;
	const before = facebook.grants.find(app.clientId, person.username);
	const pages = offer.pages ?? [];
	const linked = offer.isInstagramAsked
		? pages.flatMap((shown) => linkedAccount(accounts, shown) ?? [])
		: [];
	const box = (name: string, value: string, isTicked: boolean, label: string, note: string) =>
		html`<label
			><input type="checkbox" name="${name}" value="${value}" ${isTicked ? 'checked' : ''} />
			<span dir="auto">${label}</span> <small>${note}</small></label
		>`;
	const wasChosen = (chosen: Set<string> | undefined, id: string) =>
		!chosen?.size || chosen.has(id);
	return html`<fieldset>
			<legend>Pages that the app may use</legend>
			${pages.length ? '' : html`<p>You have no Page.</p>`}
			${pages.map(({ id, name, portfolio }: Page) =>
				box('page', id, wasChosen(before?.pageIds, id), name, portfolio ? 'In a portfolio' : id)
			)}
		</fieldset>
		${
			linked.length
				? html`<fieldset>
						<legend>Instagram accounts that the app may use</legend>
						${linked.map(({ userId, username }) =>
							box('instagram', userId, wasChosen(before?.instagramIds, userId), username, userId)
						)}
					</fieldset>`
				: ''
		}`;
}

function permissionsPart({ isAllOrNothing }: DialogRequest, scopes: string[]) {
	const fixed = (scope: string) =>
		html`<label
			><input type="checkbox" checked disabled /> ${FACEBOOK_SCOPES[scope]}
			<small>${scope}, required</small></label
		>`;
	return html`<fieldset>
		<legend>The app will be able to</legend>
		${isAllOrNothing ? html`<p>All of this, or nothing.</p>` : ''}
		${scopes.map((scope) =>
			isAllOrNothing || scope === PUBLIC_PROFILE
				? fixed(scope)
				: html`<label
						><input type="checkbox" name="scope" value="${scope}" checked />
						${FACEBOOK_SCOPES[scope]} <small>${scope}</small></label
					>`
		)}
	</fieldset>`;
}
