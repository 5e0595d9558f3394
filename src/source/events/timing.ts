/** How often to look at a name, and at a followed file, without an event, as events may be lost. */
export const POLL_MS = 1000;
