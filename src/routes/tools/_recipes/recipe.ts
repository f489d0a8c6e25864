/** Something to copy: a command, a file, one value. */
export type Code = { label: string; text: string };

/** How one tool is set up to use a key. */
export type Recipe = {
	id: string;
	/** The tool, as its makers call it. */
	title: string;
	/** What it does with this key. */
	does: string;
	/** What is chosen or typed into the tool's own form, from top to bottom. */
	fields?: { name: string; value: string }[];
	codes: Code[];
	/** What else somebody has to know; `backticks` mark what is typed. */
	note?: string;
};

/** Where a key is used, and for whom: what stands in a recipe beside its words. */
export type Place = {
	/** The address of this Mooring, without a slash at its end. */
	origin: string;
	/** Where the Graph address begins for the account. */
	graph: string;
	/** The whole key, or what stands for it. */
	key: string;
	accountId: string;
	connectionId: string;
	/** The address of a picture to publish. */
	image: string;
};

/** All that a key's page tells about using it. */
export type Cookbook = {
	/** The Graph address, and the one of Meta's that it stands for; null: the key only gives the token. */
	base: { address: string; standsFor: string } | null;
	environment: Code;
	/** The call that tells whether the key works at all. */
	trial: Code;
	recipes: Recipe[];
	/** The account that the recipes are written for, and where the others begin. */
	username: string;
	elsewhere: { username: string; graph: string }[];
	/** Origins by which containers beside this one reach it. */
	inside: string[];
};
