import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Subscription } from 'rxjs';
import type { Input, Key, Mouse } from '../../src/terminal/input.js';
import { inputs } from '../../src/terminal/inputs.js';
import { FakeKeyboard, systemError } from '../support/fake-terminal.js';
import { SteppedClock } from '../support/stepped-clock.js';

let keyboard: FakeKeyboard;
let clock: SteppedClock;
let seen: Input[];
let end: string | undefined;
let subscription: Subscription;

beforeEach(() => {
  keyboard = new FakeKeyboard();
  clock = new SteppedClock();
  listen();
});

afterEach(() => {
  subscription.unsubscribe();
});

function listen(): void {
  seen = [];
  end = undefined;
  subscription = inputs(keyboard, clock).subscribe({
    next: (input) => seen.push(input),
    error: (error: Error) => (end = error.message),
    complete: () => (end = 'complete'),
  });
}

/** What comes of some reads, and of the time after them. */
async function read(...reads: (string | Uint8Array)[]): Promise<Input[]> {
  for (const bytes of reads) {
    keyboard.write(bytes);
    await turn();
  }
  clock.step(100);
  return seen;
}

const key = (name: string, more: Partial<Key> = {}): Key => ({
  kind: 'key',
  name,
  text: '',
  isCtrl: false,
  isShift: false,
  isMeta: false,
  ...more,
});
const mouse = (action: Mouse['action'], column: number, row: number): Mouse => ({ kind: 'mouse', action, column, row });
const textOf = (all: Input[]): string => all.map((input) => (input.kind === 'key' ? input.text : '|')).join('');

describe('inputs', () => {
  it.each<[string, Key]>([
    ['a', key('a', { text: 'a' })],
    ['A', key('a', { text: 'A', isShift: true })],
    ['7', key('7', { text: '7' })],
    ['/', key('', { text: '/' })],
    ['é', key('', { text: 'é' })],
    ['😀', key('', { text: '😀' })],
    [' ', key('space', { text: ' ' })],
    ['\r', key('return')],
    ['\t', key('tab')],
    ['\x1b[Z', key('tab', { isShift: true })],
    ['\x7f', key('backspace')],
    ['\x03', key('c', { isCtrl: true })],
    ['\x1a', key('z', { isCtrl: true })],
    ['\x1bx', key('x', { isMeta: true })],
    ['\x1b[A', key('up')],
    ['\x1bOB', key('down')],
    ['\x1b[5~', key('pageup')],
    ['\x1b[1;5C', key('right', { isCtrl: true })],
    ['\x1b[[A', key('f1')],
    ['\x1b[5$', key('pageup', { isShift: true })],
    ['\x1b[b', key('down', { isShift: true })],
    ['\x1b\x1b[A', key('up')],
    ['\x1b', key('escape')],
    ['\x1b[99;5u', key('c', { isCtrl: true })],
    ['\x1b[27;5;99~', key('c', { isCtrl: true })],
    ['\x1b[113u', key('q', { text: 'q' })],
    ['\x1b[113;1:1u', key('q', { text: 'q' })],
    ['\x1b[113;129u', key('q', { text: 'q' })],
    ['\x1b[97;2u', key('a', { text: 'A', isShift: true })],
    ['\x1b[47:63;2u', key('', { text: '?' })],
    ['\x1b[233u', key('', { text: 'é' })],
    ['\x1b[120;3u', key('x', { isMeta: true })],
    ['\x1b[27u', key('escape')],
    ['\x1b[13u', key('return')],
    ['\x1b[9;2u', key('tab', { isShift: true })],
    ['\x1b[127u', key('backspace')],
  ])('knows the key that sends %j', async (bytes, expected) => {
    expect(await read(bytes)).toEqual([expected]);
  });

  describe('what is pasted', () => {
    const paste = (text: string): Input => ({ kind: 'paste', text });

    it('is one text, whatever keys its characters are, with a blank for what cannot be printed', async () => {
      expect(await read('a\x1b[200~q e/\r\n\t?é\x1b[A\x1b[201~b')).toEqual([
        key('a', { text: 'a' }),
        paste('q e/ ?é '),
        key('b', { text: 'b' }),
      ]);
    });

    it('is put together of several reads, cut anywhere', async () => {
      expect(await read('\x1b[20', '0~on', 'e two\x1b[', '201', '~')).toEqual([paste('one two')]);
    });

    it('is kept to 1,000 characters, and has no clicks in it', async () => {
      expect(await read(`\x1b[200~${'x'.repeat(2000)}\x1b[<0;5;7M\x1b[201~`)).toEqual([paste('x'.repeat(1000))]);
    });

    it('ends at Escape and at Ctrl-C, when the end of it was lost', async () => {
      expect(await read('\x1b[200~abc', '\x1b')).toEqual([paste('abc')]);
      seen.length = 0;
      expect(await read('\x1b[200~abc\x03q')).toEqual([key('c', { isCtrl: true }), key('q', { text: 'q' })]);
    });
  });

  describe('what a terminal replies', () => {
    const STRINGS: readonly [string, string][] = [
      ['\x1bP', '\x90'],
      ['\x1bX', '\x98'],
      ['\x1b]', '\x9d'],
      ['\x1b^', '\x9e'],
      ['\x1b_', '\x9f'],
    ];
    const inUtf8 = (control: string): string => `\xc2${control}`;
    const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1');
    const strings = STRINGS.flatMap(([seven, eight]) => [
      `${seven}1$rq\x1b\\`,
      `${seven}qq\x07q\r\x1b\\`.replace(seven === '\x1b]' ? '\x07' : '', ''),
      `${seven}\xe2\x9c\x9cq\xc3\x9cq\x1b[Aq\x1b\\`,
      `${eight}qe\x9c`,
      `${inUtf8(eight)}qe${inUtf8('\x9c')}`,
    ]);
    const others = [
      '\x1b]11;rgb:ffff/ffff/ffff\x07',
      ...[
        '?1;2c',
        '>0;276;0c',
        '=1q',
        '24;80R',
        '1;2R',
        '0n',
        '?1;1$y',
        '4;2$y',
        '8;24;80t',
        '?62;4;q',
        '1;10C',
      ].flatMap((reply) => [`\x1b[${reply}`, `\x9b${reply}`, `${inUtf8('\x9b')}${reply}`]),
      '\x1b[I',
      '\x1b[O',
      '\x1b[200z',
      '\x1b[113;1:3u',
      '\x1b[57358u',
      '\x1b[1114112u',
      '\x1b[?1u',
      '\x9c',
      '\x1b\\',
      '\x84',
    ];

    it.each([...strings, ...others])('is no key, wherever it is cut: %j', async (reply) => {
      for (let at = 0; at < reply.length; at++) {
        seen.length = 0;
        const given = await read(latin('a'), latin(reply.slice(0, at)), latin(reply.slice(at)), latin('z'));
        expect([at, textOf(given), given.length]).toEqual([at, 'az', 2]);
      }
    });

    it('is none either byte by byte, with pauses', async () => {
      await read('\x1bP');
      for (const byte of `1$r${'q'.repeat(20)}\x1b\\`) {
        await read(byte);
        clock.step(50);
      }
      expect(await read('z')).toEqual([key('z', { text: 'z' })]);
    });

    it.each(STRINGS.flat())('is forgotten when it never ends, so that keys are keys again: %j', async (begun) => {
      await read(latin(`${begun}qqq`));
      clock.step(1000);
      expect(textOf(await read('q'))).toBe('q');
    });

    it.each(STRINGS.flat())('keeps Ctrl-C from nobody when it never ends: %j', async (begun) => {
      expect(await read(latin(`${begun}qqq`), '\x03')).toEqual([key('c', { isCtrl: true })]);
    });

    it('is told from letters whose bytes are controls alone', async () => {
      expect(textOf(await read('ě', '›', '🐛', 'Ü', '✜'))).toBe('ě›🐛Ü✜');
    });

    it('may be a key that is written in eight bits', async () => {
      expect(await read(latin('\x9bA\xc2\x9b5~\x8fP\x9b<0;5;7M'))).toEqual([
        key('up'),
        key('pageup'),
        key('f1'),
        mouse('press', 4, 6),
      ]);
    });

    it('has no say in the numbers of the mouse', async () => {
      const report = (...bytes: number[]): Uint8Array => Buffer.from([0x1b, 0x5b, 0x4d, 0x20, ...bytes]);
      expect(await read(report(0x9b, 0x90), report(0xc2, 0x9b))).toEqual([
        mouse('press', 0x9b - 33, 0x90 - 33),
        mouse('press', 0xc2 - 33, 0x9b - 33),
      ]);
    });
  });

  it.each(['\x03', '\x1a', '\x0c'])(
    'takes Escape and the control %j for two keys, however soon it comes',
    async (control) => {
      const [expected] = await read(control);
      for (const reads of [[`\x1b${control}`], ['\x1b', control]]) {
        seen.length = 0;
        expect(await read(...reads)).toEqual([key('escape'), expected]);
      }
    },
  );

  it('gives Ctrl-C at once, whatever is unfinished', async () => {
    for (const begun of ['\x1b[', '\x1b[<1;2', '\x1b[M !', '\x1bO', '\x1b[[', '\xe2\x9c', '\xc2']) {
      seen.length = 0;
      const given = await read(Buffer.from(begun, 'latin1'), '\x03');
      expect([begun, given.at(-1)]).toEqual([begun, key('c', { isCtrl: true })]);
    }
  });

  it('takes Escape twice for two keys, and a key after it for one of its own', async () => {
    await read('\x1b\x1b');
    expect(await read('q')).toEqual([key('escape'), key('escape'), key('q', { text: 'q' })]);
  });

  it('gives a key for each character of a text that is pasted', async () => {
    expect(textOf(await read('/blog ü😀'))).toBe('/blog ü😀');
    expect(seen).toHaveLength(8);
  });

  it('knows the wheel and the left button', async () => {
    expect(await read('\x1b[<64;10;5M\x1b[<65;1;1M', '\x1b[<0;200;60M')).toEqual([
      mouse('wheel up', 9, 4),
      mouse('wheel down', 0, 0),
      mouse('press', 199, 59),
    ]);
  });

  it('knows them too when the terminal tells them in bytes', async () => {
    const report = (...bytes: number[]): Uint8Array => Buffer.from([0x1b, 0x5b, 0x4d, ...bytes]);
    expect(await read(report(0x60, 0x2a, 0x25), report(0x20, 0xe8, 0x21), report(0x23, 0x21, 0x21))).toEqual([
      mouse('wheel up', 9, 4),
      mouse('press', 199, 0),
    ]);
  });

  it('passes over releases, motion, other buttons, and those with a key held down', async () => {
    expect(await read('\x1b[<0;1;1m\x1b[<32;1;1M\x1b[<35;1;1M\x1b[<1;1;1M\x1b[<2;1;1M\x1b[<4;1;1M')).toEqual([]);
  });

  it('keeps keys and reports in their order', async () => {
    expect(textOf(await read('a\x1b[<0;1;1Mb\x1b[<0;1;1m\x1b[<64;1;1Mc'))).toBe('a|b|c');
  });

  it('gives the same wherever its input is cut', async () => {
    const bytes = Buffer.from('é\x1b[<64;10;5M\x1b[1;5C€\x1b[M !!😀\x1b[A');
    const whole = [...(await read(bytes))];
    expect(whole).toHaveLength(7);
    for (let at = 1; at < bytes.length; at++) {
      seen.length = 0;
      expect(await read(bytes.subarray(0, at), bytes.subarray(at))).toEqual(whole);
    }
  });

  it('is not held up by thousands of Escapes', async () => {
    const before = performance.now();
    await read(`${'\x1b'.repeat(50_000)}x`);
    expect(performance.now() - before).toBeLessThan(2000);
  });

  it('has the terminal raw as long as it is subscribed to', () => {
    expect(keyboard.isRaw).toBe(true);
    subscription.unsubscribe();
    expect(keyboard.isRaw).toBe(false);
  });

  it('leaves a terminal raw that was', () => {
    subscription.unsubscribe();
    keyboard.setRawMode(true);
    listen();
    subscription.unsubscribe();
    expect(keyboard.isRaw).toBe(true);
  });

  it('leaves the terminal to others when it is unsubscribed', async () => {
    const fresh = new FakeKeyboard();
    const before = fresh.eventNames().map((name) => [name, fresh.listenerCount(name)]);
    inputs(fresh, clock).subscribe().unsubscribe();
    expect(fresh.eventNames().map((name) => [name, fresh.listenerCount(name)])).toEqual(before);
    expect(fresh.isPaused()).toBe(true);
    subscription.unsubscribe();
    expect(await read('a')).toEqual([]);
  });

  it('can be subscribed to again', async () => {
    subscription.unsubscribe();
    listen();
    expect(textOf(await read('a'))).toBe('a');
  });

  it.each([
    ['ends', () => keyboard.end()],
    ['is closed', () => keyboard.destroy()],
    ['fails as closed terminals do', () => keyboard.destroy(systemError('EIO'))],
  ])('completes when the terminal %s', async (_, happen) => {
    happen();
    await turn();
    expect([end, keyboard.isRaw]).toEqual(['complete', false]);
  });

  it('completes at once when the terminal had been closed before', async () => {
    keyboard.destroy();
    await turn();
    listen();
    expect(end).toBe('complete');
  });

  it('fails when the terminal fails otherwise', async () => {
    keyboard.destroy(systemError('EBADF'));
    await turn();
    expect([end, keyboard.isRaw]).toEqual(['EBADF: it failed', false]);
  });

  it('ends quietly when a closed terminal cannot be made what it was', async () => {
    keyboard.setRawMode = function () {
      this.emit('error', systemError('EIO'));
      return this;
    };
    keyboard.end();
    await turn();
    expect(end).toBe('complete');
  });

  it('reads what is no terminal too', async () => {
    subscription.unsubscribe();
    keyboard = Object.assign(new FakeKeyboard(), { setRawMode: undefined });
    listen();
    expect(textOf(await read('a'))).toBe('a');
  });
});
