export function mysqlFolder(): string;
