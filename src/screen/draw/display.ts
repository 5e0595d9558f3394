import type { ScreenTheme } from './screen-theme.js';

/** How the screen looks, which does not change while it is shown. */
export interface Look {
  readonly theme: ScreenTheme;
  /** Whether the terminal shows more than ASCII. */
  readonly isUnicode: boolean;
  /** Times in UTC instead of the local zone. */
  readonly utc: boolean;
  /** The window of the rules. */
  readonly windowSeconds: number;
  /** Milliseconds since 1970, when the program was started. */
  readonly begun: number;
}
