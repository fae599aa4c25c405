/** Puts the lines of each table between its marks, `<!-- NAME -->` and `<!-- /NAME -->`, of a page. */
export function fillTables(page: string, tables: Readonly<Record<string, readonly string[]>>): void;
