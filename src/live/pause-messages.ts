import { filter, map } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Gap } from '../monitor/pauses/pauses.js';
import { formatDuration } from '../text/units.js';

/** The shortest pause worth a message, in milliseconds; a busy machine makes shorter ones. */
const WORTH_A_WORD_MS = 5000;

/** The message for each long enough pause. */
export function paused(found$: Observable<Gap>): Observable<string> {
  return found$.pipe(
    map(({ from, to }) => to - from),
    filter((length) => length >= WORTH_A_WORD_MS),
    map(
      (length) =>
        `rxmon was paused for ${formatDuration(Math.round(length / 1000) * 1000)}, or the clock was set: ` +
        'lines of that time count in the seconds that they state, or evenly over it',
    ),
  );
}
