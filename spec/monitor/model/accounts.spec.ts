import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Digest } from '../../../src/digest/digest.js';
import type { Evaluated } from '../../../src/monitor/alerts/evaluate-rules.js';
import type { WatchState } from '../../../src/monitor/alerts/rule-watch.js';
import type { Checkpoint } from '../../../src/monitor/checkpoint/checkpoint.js';
import type { Batch } from '../../../src/monitor/decode/decode.js';
import { account, accountsFrom, afterCheckpoint, dueCheckpoint } from '../../../src/monitor/model/accounts.js';
import type { Accounts } from '../../../src/monitor/model/accounts.js';
import type { Interval } from '../../../src/monitor/stats/stats.js';
import type { Files, Position } from '../../../src/source/source-event.js';
import { batchOf, evaluatedOf, secondTo } from '../../support/batches.js';
import { checkpointOf, plainCheckpoint } from '../../support/checkpoint.js';
import { hitsOf, plainDigest } from '../../support/digest.js';
import { RULE, triggered } from '../../support/rules.js';

type Counts = WatchState['window']['counts'];
type AccountEvent = Parameters<typeof account>[1];

/** Batches by their numbers, at milliseconds since 1970. */
const batch = (number: number, at: number, hits: number, given: Partial<Batch> = {}): Batch =>
  batchOf({ number, at, digest: hitsOf(hits, { second: Math.floor(at / 1000) }), ...given });

const watchOf = (end: number, counts: Counts = []): WatchState => ({
  rule: RULE,
  window: { end, counts },
  triggered: undefined,
});

/** A second that was judged, with batches up to one. */
const judgedAt = (to: number, through: number, counts: Counts = [], given: Partial<Evaluated> = {}): Evaluated =>
  evaluatedOf(to, { second: secondTo(to, { through }), watches: [watchOf(to, counts)], ...given });

/** An interval that has ended, with batches up to one. */
const intervalTo = (to: number, through: number, digest: Digest, from = 0): Interval => ({
  type: 'stats',
  from,
  to,
  digest,
  previous: undefined,
  previousLength: 0,
  through,
  lag: 0,
});

const positionOf = (file: string, offset: number): Position => ({
  file,
  offset,
  isSkipping: false,
  head: { length: 4, crc: 99 },
});
const KNOWN = [{ file: '1:9', head: { length: 2, crc: 5 } }];
const filesOf = (source: string, ...positions: Position[]): Files => ({
  kind: 'files',
  source,
  positions,
  known: KNOWN,
});

const BEGUN = checkpointOf();
const RESUMED = checkpointOf({
  at: 0,
  interval: { from: -7000, digest: hitsOf(8), previous: hitsOf(16), previousLength: 9000 },
  run: { from: -90_000, digest: hitsOf(32) },
  watches: [watchOf(0, [[-6, 8]])],
});

/** The checkpoint that is due after each event; undefined where none is. */
function dueAfter(events: readonly AccountEvent[], from = accountsFrom(BEGUN, true)): (Checkpoint | undefined)[] {
  let accounts: Accounts = from;
  return events.map((event) => dueCheckpoint((accounts = account(afterCheckpoint(accounts), event))));
}

const lastAfter = (events: readonly AccountEvent[], from?: Accounts): Checkpoint => {
  const last = dueAfter(events, from).at(-1);
  if (last === undefined) throw new Error('no checkpoint is due');
  return last;
};

/** When it was made, hits of the open interval and of those that have ended, and those of the window. */
const inShort = (checkpoint: Checkpoint | undefined) =>
  checkpoint && [
    checkpoint.at,
    checkpoint.interval.digest.hits,
    checkpoint.run.digest.hits,
    checkpoint.watches[0]?.window.counts,
  ];

describe('account', () => {
  it('makes a checkpoint due at the end of each second, with all that has been counted', () => {
    const due = dueAfter([
      batch(1, 0, 1),
      batch(2, 500, 2),
      judgedAt(1, 2, [[0, 3]]),
      batch(3, 1500, 4),
      judgedAt(2, 3, [[0, 3]]),
    ]);
    expect(due.map(inShort)).toEqual([undefined, undefined, [1000, 3, 0, [[0, 3]]], undefined, [2000, 7, 0, [[0, 3]]]]);
  });

  it('makes the first one due with the first second, though nothing has come', () => {
    const due = dueAfter([intervalTo(500, 0, hitsOf(0)), judgedAt(1, 0), judgedAt(2, 0)]);
    expect(due.map(inShort)).toEqual([undefined, [1000, 0, 0, []], undefined]);
  });

  it('makes none due at the end of a second that brought nothing, but where an alert was raised', () => {
    const due = dueAfter([
      judgedAt(1, 0),
      batch(1, 1500, 1),
      judgedAt(2, 1, [[1, 1]]),
      judgedAt(3, 1, [[1, 1]]),
      filesOf('a.log'),
      judgedAt(4, 1),
      judgedAt(5, 1, [], { raised: [triggered(5, 7)] }),
    ]);
    expect(due.map((checkpoint) => checkpoint?.at)).toEqual([1000, undefined, 2000, undefined, undefined, 4000, 5000]);
  });

  it('makes one due at the end of an interval, which is closed, with the hits that were not judged yet', () => {
    const due = dueAfter([
      batch(1, 0, 1),
      judgedAt(1, 1, [[0, 1]]),
      batch(2, 1200, 2),
      intervalTo(1500, 2, hitsOf(3)),
      batch(3, 1600, 4),
      judgedAt(2, 3, [
        [0, 1],
        [1, 6],
      ]),
    ]);
    expect([due[3], due[5]].map(inShort)).toEqual([
      [
        1500,
        0,
        3,
        [
          [0, 1],
          [1, 2],
        ],
      ],
      [
        2000,
        4,
        3,
        [
          [0, 1],
          [1, 6],
        ],
      ],
    ]);
    expect(due[3]?.interval).toMatchObject({ from: 1500, previousLength: 1500, previous: { hits: 3 } });
  });

  it('keeps no timeline of the run, which would grow without end', () => {
    const { run } = lastAfter([batch(1, 0, 1), judgedAt(1, 1), intervalTo(1500, 1, hitsOf(1))]);
    expect(plainDigest(run.digest).timeline).toEqual([]);
    expect(run.digest.hits).toBe(1);
  });

  it('counts the same of thousands of batches in a second', () => {
    const many = Array.from({ length: 5000 }, (_, i) => batch(i + 1, Math.floor(i / 6), 1));
    const { interval } = lastAfter([...many, judgedAt(1, 5000)]);
    expect(interval.digest.hits).toBe(5000);
    expect(interval.digest.timeline.rows()).toMatchObject([{ second: 0, hits: 5000 }]);
  });

  describe('of sources', () => {
    const sourcesAfter = (events: readonly AccountEvent[], from?: Accounts) =>
      lastAfter([...events, judgedAt(1, events.length)], from).sources;

    it('moves the position of a batch’s file on, and leaves the others where they are, in their order', () => {
      const [old, now] = [positionOf('1:1', 10), positionOf('1:2', 20)];
      const moved = { ...old, offset: 15, isSkipping: true };
      const sources = sourcesAfter([
        filesOf('a.log', old, now),
        filesOf('b.log', positionOf('1:1', 5)),
        batch(9, 0, 1, { position: moved }),
      ]);
      expect([...sources]).toEqual([
        ['a.log', { positions: [moved, now], known: KNOWN }],
        ['b.log', { positions: [positionOf('1:1', 5)], known: KNOWN }],
      ]);
    });

    it('takes the files of a source whenever they change', () => {
      const sources = sourcesAfter([
        filesOf('a.log', positionOf('1:1', 10)),
        batch(9, 0, 1, { position: positionOf('1:1', 15) }),
        filesOf('a.log', positionOf('1:2', 0)),
      ]);
      expect([...sources]).toEqual([['a.log', { positions: [positionOf('1:2', 0)], known: KNOWN }]]);
    });

    it('has none of a source in which there is no going back', () => {
      expect(sourcesAfter([batch(9, 0, 1, { source: '-' })]).size).toBe(0);
    });

    it('keeps the progress of a source that was resumed but has not come', () => {
      const sources = new Map([['b.log', { positions: [positionOf('1:3', 3)], known: [] }]]);
      const from = accountsFrom({ ...RESUMED, sources });
      const after = sourcesAfter([batch(9, 0, 1, { position: positionOf('1:1', 15) })], from);
      expect([...after.keys()]).toEqual(['b.log', 'a.log']);
      expect([...sources.keys()]).toEqual(['b.log']);
    });
  });

  it('goes on from a checkpoint, which stays as it is', () => {
    const before = plainCheckpoint(RESUMED);
    const due = dueAfter(
      [batch(1, 0, 1), judgedAt(1, 1, [[0, 1]]), intervalTo(2000, 1, hitsOf(9), -7000)],
      accountsFrom(RESUMED),
    );
    expect([due[1], due[2]]).toMatchObject([
      {
        interval: { from: -7000, digest: { hits: 9 }, previous: { hits: 16 }, previousLength: 9000 },
        run: { from: -90_000, digest: { hits: 32 } },
      },
      {
        interval: { from: 2000, digest: { hits: 0 }, previous: { hits: 9 }, previousLength: 9000 },
        run: { from: -90_000, digest: { hits: 41 } },
      },
    ]);
    expect(plainCheckpoint(RESUMED)).toEqual(before);
  });

  it('begins the interval now when the clock was set back behind its beginning', () => {
    const ahead = { ...RESUMED, interval: { ...RESUMED.interval, from: 60_000 } };
    expect(lastAfter([judgedAt(1, 0)], accountsFrom(ahead)).interval.from).toBe(0);
  });

  it('changes no accounts, no event and no checkpoint that it has given', () => {
    const events: AccountEvent[] = [
      batch(1, 0, 1),
      judgedAt(1, 1, [[0, 1]]),
      batch(2, 1000, 2),
      intervalTo(1500, 2, hitsOf(3)),
      batch(3, 1600, 4),
      judgedAt(2, 3),
      batch(4, 2600, 4),
      judgedAt(3, 4),
    ];
    const eventsBefore = JSON.stringify(events);
    let accounts = accountsFrom(BEGUN, true);
    const given: Checkpoint[] = [];
    const asGiven: unknown[] = [];
    for (const event of events) {
      accounts = account(afterCheckpoint(accounts), event);
      const due = dueCheckpoint(accounts);
      if (due === undefined) continue;
      given.push(due);
      asGiven.push(plainCheckpoint(due));
    }
    expect(given).toHaveLength(4);
    expect(given.map(plainCheckpoint)).toEqual(asGiven);
    expect(JSON.stringify(events)).toBe(eventsBefore);
  });

  it('comes to the same checkpoint in whatever order the events of a moment come', () => {
    // At the second second: two batches of that very moment, which are in neither the second nor the interval that end.
    const before: AccountEvent[] = [batch(1, 0, 1), judgedAt(1, 1, [[0, 1]]), batch(2, 1999, 2)];
    const batches = [batch(3, 2000, 4), batch(4, 2000, 8)];
    const others: AccountEvent[] = [judgedAt(2, 2, [[1, 2]]), intervalTo(2000, 2, hitsOf(3))];
    const after = [batch(5, 2500, 16), judgedAt(3, 5, [[2, 28]])];
    const expected = plainCheckpoint(lastAfter([...before, ...batches, ...others, ...after]));
    expect([expected.open.hits, expected.run.hits]).toEqual([28, 3]);
    fc.assert(
      fc.property(fc.nat(3), fc.nat(3), fc.boolean(), (first, second, isReversed) => {
        const moment: AccountEvent[] = [...batches];
        const [one, other] = isReversed ? [...others].reverse() : others;
        if (one === undefined || other === undefined) return;
        moment.splice(Math.min(first, moment.length), 0, one);
        moment.splice(Math.min(second, moment.length), 0, other);
        expect(plainCheckpoint(lastAfter([...before, ...moment, ...after]))).toEqual(expected);
      }),
    );
  });

  it('waits for batches that an interval or a second has counted before they come', () => {
    const [late, end] = [batch(2, 1999, 2), intervalTo(2000, 2, hitsOf(3))];
    const due = dueAfter([batch(1, 0, 1), judgedAt(1, 1, [[0, 1]]), end, judgedAt(2, 2, [[1, 2]]), late]);
    expect(due.map(inShort)).toEqual([undefined, [1000, 1, 0, [[0, 1]]], undefined, undefined, [2000, 0, 3, [[1, 2]]]]);
  });
});
