/** Prints one line. */
export type Print = (line: string) => void;

/** For what is said beside a command's output, so that a program that reads that gets nothing else. */
export const toStandardError: Print = (line) => void process.stderr.write(`${line}\n`);

export const NOT_STARTED = 'Start Mooring once first (npm start), and connect an account.';
