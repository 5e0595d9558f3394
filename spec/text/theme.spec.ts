import { describe, expect, it } from '@jest/globals';
import { Chalk } from 'chalk';
import { change } from '../../src/text/change.js';
import { paintOfBadChange, paintOfChange, theme } from '../../src/text/theme.js';
import type { Paint, Theme } from '../../src/text/theme.js';

const rolesOf = (colours: Theme): [string, Paint][] =>
  Object.entries(colours).filter((role): role is [string, Paint] => typeof role[1] === 'function');

describe('theme', () => {
  it.each(rolesOf(theme(0)))('paints nothing for %s without colours', (_, paint) => {
    expect(paint('text')).toBe('text');
  });

  it.each(rolesOf(theme(1)))('paints %s where there are colours', (_, paint) => {
    expect(paint('text')).toMatch(/^(\x1b\[\d+m)+text(\x1b\[\d+m)+$/);
  });

  it('takes the colours of a chalk that it is given', () => {
    expect(theme(new Chalk({ level: 0 })).hasColour).toBe(false);
    expect(theme(new Chalk({ level: 3 })).hasColour).toBe(true);
  });

  it('paints statuses in their usual colours', () => {
    const { status2xx, status3xx, status4xx, status5xx } = theme(1);
    expect([status2xx, status3xx, status4xx, status5xx].map((paint) => paint('x').slice(0, 5))).toEqual([
      '\x1b[32m',
      '\x1b[36m',
      '\x1b[33m',
      '\x1b[31m',
    ]);
  });
});

describe('paintOfChange and paintOfBadChange', () => {
  const colours = theme(1);

  it('tell a rise of traffic from a rise of errors', () => {
    for (const before of [0, 1]) {
      expect(paintOfChange(change(2, before), colours)).toBe(colours.rise);
      expect(paintOfBadChange(change(2, before), colours)).toBe(colours.worse);
    }
    expect(paintOfChange(change(1, 2), colours)).toBe(colours.fall);
    expect(paintOfBadChange(change(1, 2), colours)).toBe(colours.better);
    expect(paintOfChange(change(1, 1), colours)).toBe(colours.dim);
    expect(paintOfBadChange(change(1, 1), colours)).toBe(colours.dim);
  });
});
