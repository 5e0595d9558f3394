import { describe, expect, it } from '@jest/globals';
import { common } from '../../../src/format/known/common.js';
import { latestTime } from '../../../src/monitor/decode/latest-time.js';
import { commonLine } from '../../support/log.js';

const lines = (...texts: string[]): Uint8Array => Buffer.from(texts.map((text) => `${text}\n`).join(''));
const at = (time: string): string => commonLine({ time });

const EARLIER = at('09/May/2018:16:00:39 +0000');
const LATER = at('09/May/2018:16:00:41 +0000');

describe('latestTime', () => {
  it.each([['auto' as const], [common]])('gives the latest second, wherever it stands among the lines', (format) => {
    expect(latestTime(format)(lines(LATER, EARLIER))).toBe(1525881641);
  });

  it('gives nothing for lines of no format, and for none', () => {
    const latest = latestTime('auto');
    expect([latest(lines('no log at all')), latest(lines())]).toEqual([undefined, undefined]);
  });

  it('remembers nothing of the lines before', () => {
    const latest = latestTime('auto');
    expect([latest(lines(LATER)), latest(lines(EARLIER))]).toEqual([1525881641, 1525881639]);
  });
});
