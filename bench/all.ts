// One after the other: what measures at the same time measures each other.
await import('./tables.ts');
await import('./relay.ts');
await import('./feed.ts');

export {};
