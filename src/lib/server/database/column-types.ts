/** Milliseconds since 1970, UTC. */
export type Time = number;
/** A JSON list of scope names. */
export type ScopeList = string;
/** 0 or 1: what SQLite and PostgreSQL share. */
export type Flag = 0 | 1;
