export function compile(write?: boolean): Promise<readonly string[]>;
