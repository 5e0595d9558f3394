import {
  combineLatest,
  distinctUntilChanged,
  endWith,
  filter,
  finalize,
  fromEvent,
  ignoreElements,
  map,
  merge,
  share,
  shareReplay,
  skip,
  startWith,
  switchMap,
  take,
  takeLast,
  takeUntil,
  takeWhile,
  tap,
  withLatestFrom,
} from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { toAscii } from '../../screen/draw/ascii.js';
import { controlsAt } from '../../screen/model/controls.js';
import type { Controls } from '../../screen/model/controls.js';
import { exportJson } from '../../screen/export-json.js';
import { frames, models, typed } from '../../screen/frames.js';
import type { Frame, Typed } from '../../screen/frames.js';
import type { Look } from '../../screen/draw/display.js';
import { firstPicture, modelOf } from '../../screen/model/model.js';
import type { Model } from '../../screen/model/model.js';
import { paced } from '../../screen/frame-pacing.js';
import { said } from '../../screen/messages.js';
import type { Said } from '../../screen/messages.js';
import { separate } from '../../screen/separate-presses.js';
import { screenTheme } from '../../screen/draw/screen-theme.js';
import { inputs } from '../../terminal/inputs.js';
import { openKeyboard } from '../../terminal/keyboard.js';
import { Painter } from '../../terminal/painter.js';
import { fullScreen } from '../../terminal/session.js';
import type { Screen } from '../../terminal/session.js';
import { sizes } from '../../terminal/size.js';
import { isUnicode } from '../../terminal/unicode.js';
import { STDIN } from '../../source/file-error.js';
import { runSummary } from '../../view/report/run-summary.js';
import { theme } from '../../text/theme.js';
import type { MonitorOptions } from '../../live/options.js';
import { exportFile } from './export-file.js';
import { say, screenOutput } from '../../stdio/stdio.js';
import { screenData } from './screen-data.js';
import type { Farewell, OpenOutput, OutputRun } from '../output.js';
import { colorLevel, outputWidth } from '../../stdio/stdout-terminal.js';

/** A full screen; undefined without a terminal for it, or when it is not wanted. */
export const openScreen: OpenOutput = (options, clock) => {
  const { plain, json, files, rule } = options;
  if (plain || json || !process.stdout.isTTY || process.env['TERM'] === 'dumb') return undefined;
  // Typed lines are not keys.
  if (files.includes(STDIN) && process.stdin.isTTY) return undefined;
  const keyboard = openKeyboard();
  if (keyboard === undefined) return undefined;
  const typed$ = inputs(keyboard, clock).pipe(typed(controlsAt(rule.threshold)), share());
  const controls$ = typed$.pipe(
    map(({ controls }) => controls),
    startWith(controlsAt(rule.threshold)),
    shareReplay({ bufferSize: 1, refCount: true }),
  );
  return {
    hasTerminal: true,
    left$: typed$.pipe(
      takeWhile(({ controls }) => !controls.isOver),
      ignoreElements(),
      endWith(null),
    ),
    rules$: controls$.pipe(
      map(({ threshold }) => threshold),
      distinctUntilChanged(),
      map((threshold) => [{ ...rule, threshold }]),
    ),
    show: (run) =>
      fullScreen(screenOutput(), keyboard, clock).pipe(
        switchMap((screen) => shown(screen, typed$, controls$, run, options, clock)),
        take(1),
        finalize(() => {
          keyboard.close();
        }),
      ),
  };
};

function shown(
  screen: Screen,
  typed$: Observable<Typed>,
  controls$: Observable<Controls>,
  run: OutputRun,
  options: MonitorOptions,
  clock: SchedulerLike,
): Observable<Farewell> {
  const begun = clock.now();
  const initial = controlsAt(options.rule.threshold);
  const { pictures$, saved$ } = screenData(run, controls$, options, clock);
  const first = modelOf(firstPicture(begun, []), initial, { columns: 0, rows: 0 });
  const models$ = models(first, typed$, sizes(process.stdout), pictures$).pipe(
    takeUntil(pictures$.pipe(ignoreElements(), endWith(null))),
    share(),
  );
  const exports$ = models$.pipe(
    distinctUntilChanged((a, b) => a.controls.exports === b.controls.exports),
    skip(1),
    separate(clock),
    map((model) => exportFile(exportJson(model, options.utc), model.picture.live.at)),
  );
  const said$ = merge(run.messages$, saved$, exports$).pipe(
    tap((text) => {
      // In a file, messages do not disturb the screen, and someone will look for them there.
      if (!process.stderr.isTTY) say([text]);
    }),
    said(clock),
    shareReplay({ bufferSize: 1, refCount: true }),
  );
  const over$ = models$.pipe(takeLast(1), withLatestFrom(said$));
  const effects$ = merge(
    painted(screen, frames(models$, said$, lookOf(options, begun), clock), typed$, clock),
    typed$.pipe(
      filter(isCtrl('z')),
      tap(() => {
        screen.suspend();
      }),
    ),
  );
  return merge(
    effects$.pipe(ignoreElements(), takeUntil(over$)),
    over$.pipe(map(([model, said]) => farewellOf(model, said, options))),
  );
}

/** Writes each frame, as soon as the terminal accepts more; writes all of it when the terminal may show anything. */
function painted(
  screen: Screen,
  frames$: Observable<Frame>,
  typed$: Observable<Typed>,
  clock: SchedulerLike,
): Observable<unknown> {
  const painter = new Painter();
  const anew$ = merge(screen.resumed$, typed$.pipe(filter(isCtrl('l')))).pipe(
    tap(() => {
      painter.forget();
    }),
  );
  return combineLatest([frames$, merge(anew$, fromEvent(screenOutput(), 'drain')).pipe(startWith(null))]).pipe(
    // A key that redraws the whole screen may be held, too.
    paced(clock),
    filter(() => !screenOutput().writableNeedDrain),
    tap(([{ text, size }]) => {
      const changes = painter.paint(text, size);
      if (changes !== '') screen.write(changes);
    }),
  );
}

const isCtrl =
  (name: string) =>
  ({ input }: Typed): boolean =>
    input.kind === 'key' && input.isCtrl && input.name === name;

const lookOf = ({ color, theme, utc, rule }: MonitorOptions, begun: number): Look => ({
  theme: screenTheme(colorLevel(color), theme),
  isUnicode: isUnicode(process.env),
  utc,
  windowSeconds: rule.windowSeconds,
  begun,
});

function farewellOf({ latest }: Model, { messages }: Said, { top, utc, color }: MonitorOptions): Farewell {
  const { incidents, earlier } = latest.alerts;
  const alerts = incidents
    .flatMap(({ triggered, recovered }) => [triggered, ...(recovered === undefined ? [] : [recovered])])
    .sort((a, b) => a.at - b.at);
  const look = { top, utc, width: outputWidth(), theme: theme(colorLevel(color)) };
  const drawn = (text: string): string => (isUnicode(process.env) ? text : toAscii(text));
  return {
    summary: drawn(`${runSummary(latest.live.stats, alerts, earlier, look)}\n`),
    messages: process.stderr.isTTY ? messages.map(({ text }) => drawn(text)) : [],
  };
}
