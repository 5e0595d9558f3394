// A program with a full screen, for specs that run it in a terminal: it does what a key or a signal tells it.
import { writeFileSync } from 'node:fs';
import { interval, Subscription } from 'rxjs';
import { inputs } from '../../src/terminal/inputs.js';
import type { Input } from '../../src/terminal/input.js';
import { openKeyboard } from '../../src/terminal/keyboard.js';
import { Painter } from '../../src/terminal/painter.js';
import { fullScreen } from '../../src/terminal/session.js';
import type { Screen } from '../../src/terminal/session.js';

/** The file that is told how it went. */
const [, , report = ''] = process.argv;

const keyboard = openKeyboard();
if (keyboard === undefined) writeFileSync(report, 'no keyboard');
else run();

function run(): void {
  const all = new Subscription();
  const stop = (why: string) => (): void => {
    if (!all.closed) writeFileSync(report, why);
    all.unsubscribe();
    keyboard?.close();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop(signal));
  // A terminal that is closed is to be noticed by what fails.
  process.on('SIGHUP', () => undefined);
  all.add(
    fullScreen(process.stdout, keyboard).subscribe({
      next: (screen) => {
        all.add(show(screen, stop('quit')));
      },
      complete: stop('closed'),
    }),
  );
}

function show(screen: Screen, quit: () => void): Subscription {
  const painter = new Painter();
  let frames = 0;
  const paint = (): void => {
    screen.write(painter.paint(`frame ${++frames} of ${process.pid}.`, { columns: 80, rows: 24 }));
  };
  const shown = new Subscription();
  shown.add(interval(50).subscribe(paint));
  shown.add(screen.resumed$.subscribe(paint));
  if (keyboard)
    shown.add(
      inputs(keyboard).subscribe((input) => {
        act(input, screen, quit);
      }),
    );
  paint();
  return shown;
}

function act(input: Input, screen: Screen, quit: () => void): void {
  if (input.kind === 'mouse') {
    screen.write(`${input.action} at ${input.column}, ${input.row}.`);
    return;
  }
  if (input.kind === 'paste') screen.write(`pasted ${input.text}.`);
  else if (input.name === 'z' && input.isCtrl) screen.suspend();
  else if (input.text === 'q') quit();
  else if (input.text === 'x') process.exit(3);
  else if (input.text === 'e') throw new Error('thrown on purpose');
  else if (input.text === 'r') void Promise.reject(new Error('rejected on purpose'));
  else screen.write(`key ${input.name}.`);
}
