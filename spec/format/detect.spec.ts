import { describe, expect, it } from '@jest/globals';
import { combined, common } from '../../src/format/common.js';
import { detect, formatNames, layouts } from '../../src/format/detect.js';

const COMMON = '127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326';
const COMBINED = `${COMMON} "http://www.example.com/start.html" "Mozilla/4.08 [en] (Win98; I ;Nav)"`;
const GARBAGE = 'Server started';

const detectIn = (...lines: string[]) => detect(Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1'));
const times = (count: number, line: string): string[] => Array.from({ length: count }, () => line);

describe('layouts', () => {
  it('begins with those that read more of a line', () => {
    const fieldCounts = layouts.map(({ steps }) => steps.length);
    expect(fieldCounts).toEqual([...fieldCounts].sort((a, b) => b - a));
  });

  it('has each name once', () => {
    expect(new Set(layouts.map(({ name }) => name)).size).toBe(layouts.length);
  });
});

describe('formatNames', () => {
  it('is auto and the name of every layout', () => {
    expect(formatNames).toEqual(['auto', 'combined', 'common']);
  });
});

describe('detect', () => {
  it('finds common', () => {
    expect(detectIn(COMMON, COMMON)).toBe(common);
  });

  it('finds combined, whose lines fit common as well', () => {
    expect(detectIn(COMBINED, COMBINED)).toBe(combined);
  });

  it('finds combined in lines with more fields behind it', () => {
    expect(detectIn(`${COMBINED} 0.012 "10.0.0.1"`)).toBe(combined);
  });

  it('finds common in a mix of both, the only one that fits all lines', () => {
    expect(detectIn(COMBINED, COMMON, COMBINED)).toBe(common);
    expect(detectIn(COMMON, COMBINED)).toBe(common);
  });

  it.each([
    ['common', common, COMMON],
    ['combined', combined, COMBINED],
  ])('finds %s behind lines that are broken', (_, layout, line) => {
    expect(detectIn(line.slice(30), GARBAGE, '', '\x16\x03\xff', line)).toBe(layout);
    expect(detectIn(line.slice(0, 30), line)).toBe(layout);
  });

  it('finds the layout of a last line that has no newline', () => {
    expect(detect(Buffer.from(COMBINED))).toBe(combined);
    expect(detect(Buffer.from(`${GARBAGE}\n${COMMON}`))).toBe(common);
  });

  it('finds the layout of lines that end in a carriage return and a newline', () => {
    expect(detectIn(`${COMBINED}\r`, `${COMBINED}\r`)).toBe(combined);
    expect(detectIn(`${COMMON}\r`)).toBe(common);
  });

  it('does not take two halves of a line for one', () => {
    expect(detectIn(COMMON.slice(0, 40), COMMON.slice(40))).toBeUndefined();
  });

  it('looks at the first twenty lines', () => {
    expect(detectIn(...times(19, GARBAGE), COMMON)).toBe(common);
    expect(detectIn(...times(20, GARBAGE), COMMON)).toBeUndefined();
    expect(detectIn(...times(20, COMBINED), ...times(5, COMMON))).toBe(combined);
  });

  it.each([
    ['nothing', []],
    ['empty lines', ['', '', '']],
    ['messages', [GARBAGE, GARBAGE]],
    ['JSON', ['{"host":"::1"}']],
    ['bytes that are no text', ['\x16\x03\x01\xff\0"" [] ""']],
  ])('finds no layout in %s', (_, lines) => {
    expect(detectIn(...lines)).toBeUndefined();
  });
});
