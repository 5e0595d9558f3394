const PATIENCE_MS = 60_000;
/** So many looks at a count that does not change, seconds for rxmon, mean that nothing more will come. */
const IDLE_LOOKS = 4;
/** When all is there, so many more looks show whether something is counted twice. */
const LOOKS_FOR_MORE = 2;

/** Waits until a follower has counted so many lines, or counts no more. */
export const reached = (follower, lines) => watch(follower, lines, 0);

/** Waits until a follower has counted so many lines and shows that these are all, or counts no more. */
export const settled = (follower, lines) => watch(follower, lines, LOOKS_FOR_MORE);

async function watch(follower, lines, looksForMore) {
  const until = performance.now() + PATIENCE_MS;
  let seen = NaN;
  let idle = 0;
  while (follower.end === undefined && performance.now() < until) {
    const now = follower.counts.hits + follower.counts.unparsed;
    idle = now === seen ? idle + 1 : 0;
    seen = now;
    if (idle >= (now >= lines ? looksForMore : IDLE_LOOKS)) return;
    await Promise.race([follower.look(), timeout(until - performance.now())]);
  }
}

const timeout = (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref());
