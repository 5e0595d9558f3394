import { describe, expect, it } from '@jest/globals';
import { emptyDigest } from '../../src/digest/digest.js';
import { detect } from '../../src/engine/detect.js';
import { Engine } from '../../src/engine/engine.js';
import { combined, common, vcombined, vcommon } from '../../src/format/known/common.js';
import { json } from '../../src/format/known/json.js';
import { nginx } from '../../src/format/strings/nginx.js';
import { plainDigest } from '../support/digest.js';

const COMMON = '127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326';
const COMBINED = `${COMMON} "http://www.example.com/start.html" "Mozilla/4.08 [en] (Win98; I ;Nav)"`;
const GARBAGE = 'Server started';

const detectIn = (...lines: string[]) => detect(Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1'));
const times = (count: number, line: string): string[] => Array.from({ length: count }, () => line);

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

  it.each([
    ['vcommon', vcommon, `www.example.com:80 ${COMMON}`],
    ['vcombined', vcombined, `www.example.com ${COMBINED}`],
    ['json', json, '{"remote_addr":"::1","status":200}'],
  ])('finds %s', (_, layout, line) => {
    expect(detectIn(line)).toBe(layout);
    expect(detectIn(line, line, GARBAGE)).toBe(layout);
    expect(detectIn(...times(12, line), ...times(8, COMMON))).toBe(layout === json ? json : common);
  });

  it('does not take a user of two words for the one behind a virtual host', () => {
    expect(detectIn(COMMON.replace('frank', 'Frank Stein'))).toBe(common);
    expect(detectIn(...times(9, COMBINED.replace('frank', 'Frank N. Stein')), COMBINED)).toBe(combined);
  });

  it('finds a layout of lines that have no host', () => {
    expect(detectIn(COMBINED.replace('127.0.0.1', '-'))).toBe(combined);
  });

  it('keeps referrers when one line among a few was cut short', () => {
    expect(detectIn(COMBINED, COMMON, COMBINED)).toBe(combined);
    expect(detectIn(...times(5, COMBINED), COMMON)).toBe(combined);
  });

  it('keeps referrers when one line in ten was cut short', () => {
    expect(detectIn(...times(18, COMBINED), ...times(2, COMMON))).toBe(combined);
    expect(detectIn(...times(17, COMBINED), ...times(3, COMMON))).toBe(common);
  });

  it('finds common where half the lines have no more', () => {
    expect(detectIn(COMMON, COMBINED)).toBe(common);
    expect(detectIn(COMMON, COMBINED, COMMON)).toBe(common);
  });

  it('knows other layouts when it is told', () => {
    const own = nginx('$status $remote_addr');
    expect(detect(Buffer.from('200 ::1\n'), new Engine(), [own])).toBe(own);
    expect(detect(Buffer.from('200 ::1\n'))).toBeUndefined();
  });

  it('leaves nothing in the engine that is lent to it', () => {
    const [engine, digest] = [new Engine(), emptyDigest()];
    detect(Buffer.from(`${COMBINED}\n${GARBAGE}\n`), engine);
    engine.take('a.log', digest);
    expect(plainDigest(digest)).toEqual(plainDigest(emptyDigest()));
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
    expect(detectIn(...times(20, COMBINED), ...times(50, COMMON))).toBe(combined);
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
