const SHOWN_FOR_MS = 4000;

let text = $state('');
let timer: ReturnType<typeof setTimeout> | undefined;

/** What the one live region of the page says; called in browsers only. */
export const announcer = {
	get text() {
		return text;
	},
	/** Says it, also where the same words were said before, and is silent again after 4 seconds. */
	say(words: string) {
		text = '';
		clearTimeout(timer);
		timer = setTimeout(() => {
			text = words;
			timer = setTimeout(() => (text = ''), SHOWN_FOR_MS);
		}, 50);
	}
};
