/** A message that an account sent. */
export type Message = {
	id: string;
	username: string;
	recipientId: string;
	text: string;
	at: number;
};
