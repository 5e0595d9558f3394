import type { ScreenTheme } from './screen-theme.js';

/** The look of the screen, constant while it is shown. */
export interface Look {
  readonly theme: ScreenTheme;
  /** Whether the terminal shows more than ASCII. */
  readonly isUnicode: boolean;
  /** Times in UTC instead of the local zone. */
  readonly utc: boolean;
  /** The window of the rules. */
  readonly windowSeconds: number;
  /** The start of the program, in milliseconds since 1970. */
  readonly begun: number;
}
