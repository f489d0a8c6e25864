await import('./tables.ts');
await import('./relay.ts');
