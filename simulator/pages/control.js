const said = /** @type {HTMLElement} */ (document.querySelector('#said'));
const rows = /** @type {HTMLElement} */ (document.querySelector('#calls tbody'));
const REMEMBERED = 'simulator-said';
const CALLS_SHOWN = 50;

said.textContent = sessionStorage.getItem(REMEMBERED);
sessionStorage.removeItem(REMEMBERED);

/**
 * @param {string} method
 * @param {string} path below /_control/
 * @param {string} [body] JSON
 */
function ask(method, path, body) {
	const headers = { 'X-Simulator': '1', 'Content-Type': 'application/json' };
	return fetch(`/_control/${path}`, { method, headers, ...(body ? { body } : {}) });
}

/**
 * Sends one change, then shows the page anew: the server draws it.
 * @param {string} method
 * @param {string} path
 * @param {string} [body]
 */
async function send(method, path, body) {
	const answer = await ask(method, path, body);
	if (answer.ok) {
		sessionStorage.setItem(REMEMBERED, 'Done.');
		location.reload();
		return;
	}
	const { error } = await answer.json();
	said.textContent = error.message;
	said.scrollIntoView();
}

/**
 * The fields of a form as JSON: empty ones left out, numbers as numbers.
 * @param {HTMLFormElement} form
 */
function fieldsOf(form) {
	/** @type {Record<string, unknown>} */
	const fields = JSON.parse(form.dataset.fixed ?? '{}');
	for (const element of form.elements) {
		if (!(element instanceof HTMLInputElement || element instanceof HTMLSelectElement)) continue;
		if (element.value === '') continue;
		const isJson = element.type === 'number' || 'json' in element.dataset;
		fields[element.name] = isJson ? JSON.parse(element.value) : element.value;
	}
	return JSON.stringify(fields);
}

document.addEventListener('submit', (event) => {
	const form = /** @type {HTMLFormElement} */ (event.target);
	event.preventDefault();
	send('POST', form.dataset.path ?? '', fieldsOf(form));
});
document.addEventListener('click', (event) => {
	const button = /** @type {HTMLElement} */ (event.target).closest('button[data-path]');
	if (!(button instanceof HTMLButtonElement)) return;
	const { method = 'POST', path = '', body } = button.dataset;
	send(method, path, body);
});

async function showCalls() {
	if (document.hidden) return;
	const { calls } = await (await ask('GET', 'calls')).json();
	rows.replaceChildren(
		...calls.slice(0, CALLS_SHOWN).map((/** @type {Record<string, string | null>} */ call) => {
			const row = document.createElement('tr');
			const request = `${call.method} ${call.path}`;
			for (const value of [call.at, call.endpoint, request, call.status ?? 'cut', call.account])
				row.insertCell().textContent = value ?? '';
			return row;
		})
	);
}
showCalls();
setInterval(showCalls, 5000);
