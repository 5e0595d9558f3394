import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { take } from 'rxjs';
import type { Subscription } from 'rxjs';
import { inputs } from '../../src/terminal/inputs.js';
import { fullScreen } from '../../src/terminal/session.js';
import type { Screen } from '../../src/terminal/session.js';
import { FakeKeyboard, FakeScreen, systemError } from '../support/fake-terminal.js';
import { SteppedClock } from '../support/stepped-clock.js';

const ENTERED = ['?1049h', '?25l', '?7l', '?1000h', '?1006h', '?2004h'].map((mode) => `\x1b[${mode}`).join('');
const LEFT = ['?2004l', '?1006l', '?1000l', '?7h', '?25h', '?1049l'].map((mode) => `\x1b[${mode}`).join('');
const EVENTS = ['exit', 'uncaughtExceptionMonitor', 'SIGCONT', 'SIGTSTP'] as const;

let keyboard: FakeKeyboard;
let output: FakeScreen;
let clock: SteppedClock;
let listeners: number[];
let screens: Screen[];
let resumed: number;
let end: string | undefined;
let subscription: Subscription;
let kill: jest.SpiedFunction<typeof process.kill>;

const listening = (): number[] => EVENTS.map((event) => process.listenerCount(event));
const timesLeft = (): number => output.told.split(LEFT).length - 1;
const timesEntered = (): number => output.told.split(ENTERED).length - 1;

/** Tells the listeners of the process, as Node does. */
function happen(event: (typeof EVENTS)[number]): void {
  (process as NodeJS.EventEmitter).emit(event);
}

/** Takes the terminal, reads its keys, and counts how often it has been taken again. */
function taken(): Screen {
  subscription = fullScreen(output, keyboard, clock).subscribe({
    next: (screen) => screens.push(screen),
    error: (error: Error) => (end = error.message),
    complete: () => (end = 'complete'),
  });
  const [screen] = screens;
  if (screen === undefined) throw new Error('there was no screen');
  subscription.add(screen.resumed$.subscribe(() => resumed++));
  return screen;
}

beforeEach(() => {
  keyboard = new FakeKeyboard();
  output = new FakeScreen();
  clock = new SteppedClock();
  listeners = listening();
  screens = [];
  resumed = 0;
  end = undefined;
  kill = jest.spyOn(process, 'kill').mockReturnValue(true);
});

afterEach(() => {
  subscription.unsubscribe();
  output.remove();
  jest.restoreAllMocks();
});

describe('fullScreen', () => {
  it('does nothing until it is subscribed to', () => {
    const screen$ = fullScreen(output, keyboard, clock);
    expect([output.told, listening()]).toEqual(['', listeners]);
    subscription = screen$.subscribe();
    expect(output.told).toBe(ENTERED);
  });

  it('takes the terminal, gives what writes to it, and gives the terminal back', () => {
    const screen = taken();
    expect(output.told).toBe(ENTERED);
    screen.write('hello');
    expect(output.told).toBe(`${ENTERED}hello`);
    subscription.unsubscribe();
    expect(output.told.startsWith(`${ENTERED}hello`)).toBe(true);
    expect(output.told.endsWith(LEFT)).toBe(true);
    expect(output.told).toContain('\x1b[m');
    expect(screens).toHaveLength(1);
  });

  it('leaves nothing behind on the process', () => {
    taken();
    expect(listening()).not.toEqual(listeners);
    subscription.unsubscribe();
    expect(listening()).toEqual(listeners);
  });

  it('gives it back to one who wants it for a moment alone', () => {
    subscription = fullScreen(output, keyboard, clock).pipe(take(1)).subscribe();
    expect([timesEntered(), timesLeft(), listening()]).toEqual([1, 1, listeners]);
  });

  it.each(['exit', 'uncaughtExceptionMonitor'] as const)('gives it back at %s, the keys too, and once', (event) => {
    const screen = taken();
    keyboard.setRawMode(true);
    happen(event);
    expect([timesLeft(), keyboard.isRaw]).toEqual([1, false]);
    happen('exit');
    happen('SIGCONT');
    subscription.unsubscribe();
    screen.write('later');
    expect(timesLeft()).toBe(1);
    expect(output.told.endsWith(LEFT)).toBe(true);
  });

  it('stops the process and those in its pipeline, and takes the terminal again when it goes on', () => {
    const screen = taken();
    const keys = inputs(keyboard, clock).subscribe();
    screen.suspend();
    expect([timesLeft(), keyboard.isRaw, kill.mock.calls]).toEqual([1, false, [[0, 'SIGTSTP']]]);
    expect(process.listenerCount('SIGTSTP')).toBe(0);
    screen.write('dropped');
    expect(output.told).not.toContain('dropped');

    happen('SIGCONT');
    expect([timesEntered(), keyboard.isRaw, resumed]).toEqual([2, true, 1]);
    clock.step(1000);
    screen.write('again');
    expect([timesEntered(), output.told.endsWith(`${ENTERED}again`)]).toEqual([2, true]);
    keys.unsubscribe();
    subscription.unsubscribe();
    expect([timesLeft(), keyboard.isRaw]).toEqual([2, false]);
    expect(listening()).toEqual(listeners);
  });

  it('does the same when another tells it to stop', () => {
    taken();
    happen('SIGTSTP');
    happen('SIGCONT');
    happen('SIGTSTP');
    expect([timesLeft(), kill.mock.calls.length]).toEqual([2, 2]);
  });

  it('takes it again soon when the system does not stop the process', () => {
    taken().suspend();
    clock.step(99);
    expect(timesEntered()).toBe(1);
    clock.step(1);
    expect([timesEntered(), resumed]).toEqual([2, 1]);
  });

  it('takes it again after it was stopped by surprise, since a shell may have used it', () => {
    taken();
    keyboard.setRawMode(true);
    happen('SIGCONT');
    expect([timesEntered(), resumed, keyboard.isRaw]).toEqual([2, 1, true]);
  });

  it('is suspended once, and given back once when that ends it', () => {
    const screen = taken();
    screen.suspend();
    screen.suspend();
    subscription.unsubscribe();
    clock.step(1000);
    expect([timesEntered(), timesLeft(), kill.mock.calls.length]).toEqual([1, 1, 1]);
    expect(listening()).toEqual(listeners);
  });

  it.each(['EIO', 'EPIPE'])('ends when the terminal is closed, which fails with %s', async (code) => {
    const screen = taken();
    output.hangUp(code);
    screen.write('lost');
    await turn();
    expect(end).toBe('complete');
    screen.write('lost too');
    output.emit('error', systemError(code));
    expect(listening()).toEqual(listeners);
  });

  it('fails when the terminal fails otherwise, and gives it back', async () => {
    const screen = taken();
    output.hangUp('ENOSPC');
    screen.write('lost');
    await turn();
    expect([end, timesLeft()]).toEqual(['ENOSPC: it failed', 1]);
  });

  it('does not mind a keyboard that cannot be made what it was, nor that there is none', () => {
    taken();
    keyboard.setRawMode(true);
    keyboard.setRawMode = () => {
      throw systemError('EIO');
    };
    subscription.unsubscribe();
    fullScreen(output, undefined, clock).subscribe().unsubscribe();
    expect(timesLeft()).toBe(2);
  });
});
