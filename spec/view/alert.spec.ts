import { describe, expect, it } from '@jest/globals';
import stringWidth from 'string-width';
import { alertLine, alertMessage } from '../../src/view/alert.js';
import { theme } from '../../src/text/theme.js';
import { alertOf } from '../support/traffic.js';

const TRIGGERED = 'High traffic generated an alert - hits = 1234, triggered at 2018-05-09T16:00:39+00:00';
const RECOVERED = 'High traffic alert recovered - hits = 1234, recovered at 2018-05-09T16:00:39+00:00';

describe('alertMessage', () => {
  it('says when traffic became high, and when no more', () => {
    expect(alertMessage(alertOf(), true)).toBe(TRIGGERED);
    expect(alertMessage(alertOf({ state: 'recovered' }), true)).toBe(RECOVERED);
  });
});

describe('alertLine', () => {
  it.each([20, 80, 200])('is the message alone without colours at %d columns', (width) => {
    expect(alertLine(alertOf(), { theme: theme(0), utc: true, width })).toBe(TRIGGERED);
  });

  it('is a bar across the terminal with colours, with the message whole', () => {
    const line = alertLine(alertOf(), { theme: theme(1), utc: true, width: 100 });
    expect(line).toContain(TRIGGERED);
    expect(line).toMatch(/^\x1b\[37m\x1b\[1m\x1b\[41m/);
    expect(stringWidth(line)).toBe(100);
  });

  it('is green when traffic recovered', () => {
    const line = alertLine(alertOf({ state: 'recovered' }), { theme: theme(1), utc: true, width: 60 });
    expect(line).toMatch(/^\x1b\[30m\x1b\[1m\x1b\[42mHigh traffic alert recovered/);
    expect(line).toContain(RECOVERED);
  });
});
