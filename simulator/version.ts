/** The version that a path names, such as `v25.0`. */
export const versionOf = (pathname: string) => /^\/+(v\d+\.\d+)\//.exec(pathname)?.[1] ?? null;
