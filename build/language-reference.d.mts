export const target: string;
export function languageReference(page: string): string;
