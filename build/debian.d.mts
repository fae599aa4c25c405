export function unpackDebian(suite: string, packages: readonly string[], target: string, withLibraries?: boolean): void;
