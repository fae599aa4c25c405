export const target: string;
export function textmateGrammar(): string;
