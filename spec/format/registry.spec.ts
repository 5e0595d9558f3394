import { describe, expect, it } from '@jest/globals';
import { apache } from '../../src/format/strings/apache.js';
import { combined, common, vcombined, vcommon } from '../../src/format/known/common.js';
import { json } from '../../src/format/known/json.js';
import { formatNames, layoutNamed, layouts } from '../../src/format/registry.js';
import { nginx } from '../../src/format/strings/nginx.js';

describe('layouts', () => {
  it('begins with those that read more of a line', () => {
    const fieldCounts = layouts.flatMap((layout) => (layout.kind === 'text' ? [layout.steps.length] : []));
    expect(fieldCounts).toEqual([...fieldCounts].sort((a, b) => b - a));
  });

  it('has each name once', () => {
    expect(new Set(layouts.map(({ name }) => name)).size).toBe(layouts.length);
  });
});

describe('formatNames', () => {
  it('is auto and the name of every layout', () => {
    expect(formatNames).toEqual(['auto', 'vcombined', 'combined', 'vcommon', 'common', 'json']);
  });
});

describe('layoutNamed', () => {
  it.each([
    ['auto', 'auto'],
    ['common', common],
    ['combined', combined],
    ['vcommon', vcommon],
    ['vcombined', vcombined],
    ['json', json],
    ['$remote_addr $status', nginx('$remote_addr $status')],
    ['${remote_addr}% $status', nginx('${remote_addr}% $status')],
    ['%h %>s', apache('%h %>s')],
    ['$ %h %>s', apache('$ %h %>s')],
  ])('knows %s', (text, layout) => {
    expect(layoutNamed(text)).toEqual(layout);
  });

  it.each(['', 'iis', 'Common', '$', 'remote_addr status'])('does not know "%s"', (text) => {
    expect(layoutNamed(text)).toBeUndefined();
  });

  it('throws for a format string by which no lines can be read', () => {
    expect(() => layoutNamed('$remote_addr$status')).toThrow(RangeError);
    expect(() => layoutNamed('%h%s')).toThrow(RangeError);
  });
});
