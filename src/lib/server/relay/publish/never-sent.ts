/**
 * Thrown by `send` where it is certain that nothing of a publish left this machine: the container is
 * free again, and `refusal` goes to the program.
 */
export class NeverSent extends Error {
	readonly refusal: Error;

	constructor(refusal: Error) {
		super('nothing was sent');
		this.name = 'NeverSent';
		this.refusal = refusal;
	}
}
