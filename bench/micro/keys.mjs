/** So many different keys, of the length of a usual path. */
export function keysOf(count, prefix = 'page') {
  return Array.from({ length: count }, (_, i) => `/section/${prefix}-${i}.html`);
}
