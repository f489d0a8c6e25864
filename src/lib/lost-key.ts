// The one cure for a lost key: on the page, in the checks of Setup and doctor, and in the README.

/** While the old key is to be found. */
export const PUT_KEY_BACK =
	'Put the old key back where it was, in SECRET_KEY or in the file secret.key of the data folder, and start Mooring again.';

/** Nothing sealed can be opened any more, and nothing else may be sealed beside it. */
export const KEY_IS_GONE =
	'If the old key is gone for good, nothing opens these tokens any more: stop Mooring, run npm run mooring -- accept-new-key, start it again, and connect your accounts anew.';

/** On every page while Mooring is locked: who may set up reads how it is mended, anybody else by whom. */
export const lockedNotice = (maySetUp: boolean) =>
	`Mooring is locked: the key in use is not the one that sealed the tokens. Nothing is renewed. ${maySetUp ? PUT_KEY_BACK : 'Whoever runs this Mooring can mend that.'}`;
