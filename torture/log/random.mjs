/** Numbers in [0, 1), the same ones for the same seed. Source: mulberry32 by Tommy Ettinger. */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A seed of its own for each of many things, from the seed of the whole run. Source: FNV-1a. */
export function seedFor(seed, ...words) {
  let hash = 0x811c9dc5;
  for (const character of [seed, ...words].join(' ')) {
    hash = Math.imul(hash ^ character.codePointAt(0), 0x01000193);
  }
  return hash >>> 0;
}

/** A number in [from, to). */
export const between = (random, from, to) => from + random() * (to - from);

export const oneOf = (random, choices) => choices[Math.floor(random() * choices.length)];
