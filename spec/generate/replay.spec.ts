import { describe, expect, it } from '@jest/globals';
import { seeded } from '../../src/generate/random.js';
import { replay } from '../../src/generate/replay.js';

const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const random = seeded(1);

/** Lines `0` up to `count` of the replay, with `TIME` for their time, a character for each byte. */
function replayed(sample: string, count: number): string[] {
  const templates = replay(latin1(sample));
  return Array.from({ length: count }, (_, k) => {
    const { before, behind } = templates(random, k);
    return `${Buffer.from(before).toString('latin1')}TIME${Buffer.from(behind).toString('latin1')}`;
  });
}

const a = '::1 - - [09/May/2018:16:00:39 +0000] "GET /a HTTP/1.1" 200 1 "-" "agent"';
const b = '10.0.0.1 - bob [10/Oct/2000:13:55:36 -0700] "GET /b HTTP/1.0" 200 2326';

describe('replay', () => {
  it('gives lines in combined and in common format in the order of the file, starting over at the end', () => {
    const [timelessA, timelessB] = [
      '::1 - - [TIME] "GET /a HTTP/1.1" 200 1 "-" "agent"',
      '10.0.0.1 - bob [TIME] "GET /b HTTP/1.0" 200 2326',
    ];
    expect(replayed(`${a}\n${b}\n`, 5)).toEqual([timelessA, timelessB, timelessA, timelessB, timelessA]);
  });

  it('keeps every byte but the time: invalid UTF-8, control bytes, escaped quotes, what stands behind the fields, \\r', () => {
    const before = '\xff\xfe\x80 - \xc3 [';
    const behind = '] "GET /\xe2\x82?q=\\"\x1b[31m HTTP/1.1" 200 - "\xf0\x9f" "\\\\" 0.25 \x00 [x]\r';
    expect(replayed(`${before}09/May/2018:16:00:39 +0000${behind}\n`, 1)).toEqual([`${before}TIME${behind}`]);
  });

  it('takes a last line without newline', () => {
    expect(replayed(`${a}\n${b}`, 2)[1]).toBe('10.0.0.1 - bob [TIME] "GET /b HTTP/1.0" 200 2326');
  });

  it('leaves out lines that are in neither format', () => {
    expect(replayed(`\nnoise\n${b}\n[error] "x"\n\n`, 2)).toEqual(
      Array(2).fill('10.0.0.1 - bob [TIME] "GET /b HTTP/1.0" 200 2326'),
    );
  });

  it('leaves out lines longer than 64 KiB, and takes what comes behind them', () => {
    const filled = (bytes: number) => `${a} "${'x'.repeat(bytes - a.length - 3)}"`;
    const [longest, longer] = [filled(64 * 1024), filled(64 * 1024 + 1)];
    expect(replayed(`${longer}\n${longest}\n${b}\n`, 3).map((line) => line.length)).toEqual(
      [longest, b, longest].map((line) => line.length - '09/May/2018:16:00:39 +0000'.length + 'TIME'.length),
    );
  });

  it.each(['', '\n', 'noise\nand more noise\n'])('throws when no line is left: %j', (sample) => {
    expect(() => replay(latin1(sample))).toThrow('none of its lines is in combined or common log format');
  });
});
