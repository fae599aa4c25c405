export function notices(folders: readonly string[]): string;
