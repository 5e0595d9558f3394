/** Milliseconds in a second. */
export const SECOND = 1000;

/** The whole second of a time in milliseconds. */
export const secondOf = (time: number): number => Math.floor(time / SECOND);
