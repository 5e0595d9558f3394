/** How often a name, and a file that is followed, is looked at when no event says so, though there may be some. */
export const POLL_MS = 1000;
