/**
 * How the server's Node keeps what lives shortly: in 2 MB rather than 16 or more, which under load
 * would grow the process by 150 MB and never give them back (`npm run bench`, memory over rest).
 */
export const MEMORY_FLAGS = ['--max-semi-space-size=2'];
