import { describe, expect, it } from '@jest/globals';
import { from, lastValueFrom, toArray } from 'rxjs';
import { paused } from '../../src/live/pause-messages.js';

const told = (...lengths: number[]): Promise<string[]> =>
  lastValueFrom(paused(from(lengths.map((length) => ({ from: 1000, to: 1000 + length })))).pipe(toArray()));

describe('paused', () => {
  it('says of each pause how long it was, and where its lines count', async () => {
    expect(await told(60_400, 5000, 8 * 3_600_000)).toEqual(
      ['1 min', '5 s', '8 h'].map(
        (length) =>
          `rxmon was paused for ${length}, or the clock was set: ` +
          'lines of that time count in the seconds that they state, or evenly over it',
      ),
    );
  });

  it('has no word for a short one', async () => {
    expect(await told(2001, 4999)).toEqual([]);
  });
});
