/** Stands in a text for what only a shell can know. */
export const UNKNOWN = '\ue000';
