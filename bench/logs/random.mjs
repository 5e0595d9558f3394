/** Numbers in `[0, 1)`, the same for the same seed. Source: Marsaglia, Xorshift RNGs, 2003. */
export function randomOf(seed) {
  let state = (seed ^ 0x9e3779b9) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
