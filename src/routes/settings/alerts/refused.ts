/** What of a form has to be mended, and what was typed into it. */
export type Refused = { fault: string; typed?: { address: string; types: string[] | null } };
