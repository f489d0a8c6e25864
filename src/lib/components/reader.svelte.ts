/** Set once in the browser: HTML from the server shows UTC, the hydrated page the reader's zone. */
let zone = $state('UTC');

export const reader = {
	get zone() {
		return zone;
	},
	/** Takes the zone of this browser from now on. */
	arrive() {
		zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
	}
};
