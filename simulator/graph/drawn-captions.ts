/** Words of the drawn posts: our own. The last stand for what is hard to handle. */
export const CAPTIONS = [
	'Low tide, long shadows. #ink #harbour',
	'Three tries at the same teapot.',
	'The blue hour took an hour. #paper',
	'Made today, dry tomorrow.',
	'A map of the way home, from memory. #sketch',
	'Small window, big weather.',
	'Everything on this table is borrowed.',
	'Line, line, dot. #minimal #ink',
	'Die Möwe kam zurück. 🪁',
	'夜の港 #ink',
	'Second sheet of the week: leaves, mostly.',
	'What the lighthouse keeper had for lunch.',
	'Open on Saturday, ten to four.',
	'Thank you for all the letters ✉️',
	'A study in orange & green, <b>not</b> bold.'
] as const;

const SENTENCE = 'This caption goes on and on, because somebody had a lot to tell. ';

/** As long as Instagram lets a caption be. */
export const LONGEST_CAPTION = SENTENCE.repeat(40).slice(0, 2200);
