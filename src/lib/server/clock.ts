/** Milliseconds since 1970 in UTC; tests and practice mode pass a clock of their own. */
export type Clock = { now(): number };

export const systemClock: Clock = { now: () => Date.now() };

export const seconds = (count: number) => count * 1000;
export const minutes = (count: number) => seconds(count * 60);
export const hours = (count: number) => minutes(count * 60);
export const days = (count: number) => hours(count * 24);
