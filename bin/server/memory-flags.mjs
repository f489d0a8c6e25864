/**
 * How the server's Node keeps what lives shortly. Less costs pages a third of their time in collecting
 * what the last ones left, more is memory that a server at rest never gives back.
 */
export const MEMORY_FLAGS = ['--max-semi-space-size=8'];
