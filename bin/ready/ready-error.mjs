/** Mooring cannot be made ready; `message` is what is printed. */
export class ReadyError extends Error {
	/** @override */
	name = 'ReadyError';
}
