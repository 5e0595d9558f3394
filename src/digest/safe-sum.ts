/**
 * The sum of bytes of responses, 2^53 - 1 at most: beyond that a double no longer counts one by one, and the sum would
 * depend on the order. A few lines that state absurd sizes suffice.
 */
export const sumOfBytes = (a: number, b: number): number => Math.min(a + b, Number.MAX_SAFE_INTEGER);
