export function sbom(root: string, places: readonly string[]): string;
