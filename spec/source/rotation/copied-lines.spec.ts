import fs from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LogFile } from '../../../src/source/file/log-file.js';
import { copiedLines } from '../../../src/source/rotation/copied-lines.js';
import { LogFolder } from '../../support/log-folder.js';

let folder: LogFolder;
let opened: LogFile[];

beforeEach(() => {
  folder = new LogFolder();
  opened = [];
  // One after the other, in this order.
  for (const name of ['log', 'copy']) folder.write(name, '');
});

afterEach(() => {
  for (const file of opened) file.close();
  folder.remove();
});

const secondOf = (name: string): number =>
  Number(fs.statSync(folder.path(name), { bigint: true }).birthtimeNs / 10n ** 9n);

/** A line ends with the second of it; gives that of the last one, where the first is a whole one too. */
const latestTime = (lines: Uint8Array): number | undefined => {
  const times = Buffer.from(lines).toString('latin1').split('\n').slice(0, -1);
  return /^(?:line|health) /.test(times[0] ?? '') ? Number(times.at(-1)?.split(' ').at(-1)) : undefined;
};

/** So many lines, from a number on, each of the same second. */
const lines = (count: number, second: number, from = 0): string =>
  Array.from({ length: count }, (_, i) => `line ${from + i} at ${second}\n`).join('');

/** What the files share that hold these texts, in either order; `copy` was made last. */
function shared(log: string, copy: string, time: typeof latestTime | undefined = latestTime): number[] {
  folder.write('log', log);
  folder.write('copy', copy);
  return sharedBy('log', 'copy', time);
}

function sharedBy(log: string, copy: string, time: typeof latestTime | undefined = latestTime): number[] {
  const files = [log, copy].map((name) => LogFile.open(folder.path(name), name.endsWith('.gz'))) as [LogFile, LogFile];
  opened.push(...files);
  const [a, b] = files;
  return [copiedLines(a, b, time), copiedLines(b, a, time)];
}

const both = (length: number): number[] => [length, length];

describe('copiedLines', () => {
  it.each([2, 4, 40, 20_000])('are all of a copy of %d lines, also when one of the two went on', (count) => {
    const text = lines(count, secondOf('log'));
    const more = lines(3, secondOf('copy') + 5, count);
    expect(shared(text, text)).toEqual(both(text.length));
    expect(shared(text + more, text)).toEqual(both(text.length));
    expect(shared(text, text + more)).toEqual(both(text.length));
    expect(shared(text, text, () => undefined)).toEqual(both(text.length));
  });

  it('end with the last whole line', () => {
    const text = lines(10, secondOf('log'));
    expect(shared(`${text}line 10 an`, `${text}line 10 and more\n`)).toEqual(both(text.length));
  });

  it('are none of files that hold nothing, or other lines', () => {
    const second = secondOf('log');
    expect(shared('', '')).toEqual(both(0));
    expect(shared(lines(10, second), '')).toEqual(both(0));
    expect(shared(lines(10, second), lines(10, second, 1))).toEqual(both(0));
  });

  it('are none where all are the same line, which two clients may cause', () => {
    const line = `health at ${secondOf('log')}\n`;
    expect(shared(line.repeat(100), line.repeat(100))).toEqual(both(0));
    expect(shared(line.repeat(100), line.repeat(100) + lines(9, secondOf('copy')))).toEqual(both(0));
  });

  it.each([40, 20_000])(
    'are none of two logs that a client asked for the same, one request after the other: %d lines',
    (count) => {
      const later = secondOf('copy') + 1;
      const text = lines(1, later - 1) + lines(count, later, 1);
      expect(shared(text, text)).toEqual(both(0));
      expect(shared(text, text + lines(3, later, 41))).toEqual(both(0));
      expect(shared(text + lines(5, later, 50), text + lines(3, later, 41))).toEqual(both(0));
    },
  );

  describe('where both went on differently', () => {
    const differ = (text: string): [string, string] => [
      text + lines(5, secondOf('copy'), 900),
      text + lines(3, secondOf('copy'), 800),
    ];

    it('are what they have in common, if that is much', () => {
      const text = lines(60, secondOf('log'));
      expect(shared(...differ(text))).toEqual(both(text.length));
    });

    it('are none if that is little', () => {
      expect(shared(...differ(lines(5, secondOf('log'))))).toEqual(both(0));
    });

    it('are none where both were made later, as those are that come from other machines', () => {
      expect(shared(...differ(lines(60, secondOf('log') - 100)))).toEqual(both(0));
    });

    it('are none where no times tell', () => {
      expect(shared(...differ(lines(60, secondOf('log'))), () => undefined)).toEqual(both(0));
    });
  });

  describe('of a file that is packed', () => {
    const pack = (text: string): void => {
      fs.writeFileSync(folder.path('log.1.gz'), gzipSync(text));
    };

    it('are all of it, or of its copy', () => {
      const text = lines(40, secondOf('copy'));
      const more = lines(10, secondOf('copy'), 40);
      pack(text);
      for (const copy of [text, text + more]) {
        folder.write('copy', copy);
        expect(sharedBy('log.1.gz', 'copy')).toEqual(both(text.length));
      }
      pack(text + more);
      folder.write('copy', text);
      expect(sharedBy('log.1.gz', 'copy')).toEqual(both(text.length));
    });

    it('are none of one that a log is like that was written line by line', () => {
      const text = lines(40, secondOf('copy') + 1);
      pack(text);
      folder.write('copy', text);
      expect(sharedBy('log.1.gz', 'copy')).toEqual(both(0));
    });
  });
});
