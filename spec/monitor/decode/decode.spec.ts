import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { filter, from, map, Subject } from 'rxjs';
import { addDigest, emptyDigest, merge } from '../../../src/digest/digest.js';
import type { Digest } from '../../../src/digest/digest.js';
import { combined, common } from '../../../src/format/known/common.js';
import type { Layout } from '../../../src/format/layout.js';
import { decode, isBatch } from '../../../src/monitor/decode/decode.js';
import { Engine } from '../../../src/engine/engine.js';
import { MAX_LINE_BYTES } from '../../../src/source/source-event.js';
import type { Chunk, SourceEvent } from '../../../src/source/source-event.js';
import { wholeLines } from '../../../src/source/whole-lines.js';
import { digests } from '../../support/batches.js';
import { plainDigest } from '../../support/digest.js';
import type { PlainDigest } from '../../support/digest.js';
import { bytesOf, combinedLine, commonLine, utf8 } from '../../support/log.js';
import { runMarbles } from '../../support/marbles.js';

const chunkOf = (text: string, source = 'a.log', overlong = 0): Chunk => ({
  kind: 'chunk',
  source,
  bytes: bytesOf(text),
  overlong,
});

const notice: SourceEvent = { kind: 'notice', source: 'a.log', text: 'rotated' };

/** The digest of each chunk among the events. */
function digestsOf(events: readonly SourceEvent[], format?: Layout | 'auto'): PlainDigest[] {
  const found: PlainDigest[] = [];
  from(events)
    .pipe(decode(format), digests, map(plainDigest))
    .subscribe((digest) => found.push(digest));
  return found;
}

/** The digest of lines of the format, each folded by itself. */
function foldedOf(text: string, layout: Layout, source = 'a.log'): PlainDigest {
  const digest = emptyDigest();
  new Engine().fold(bytesOf(text), layout, source, digest);
  return plainDigest(digest);
}

const [COMMON, COMBINED] = [`${commonLine()}\n`, `${combinedLine()}\n`];

describe('decode', () => {
  it('turns each chunk into the digest of its lines', () => {
    const two = `${COMMON}Server started\n`;
    expect(digestsOf([chunkOf(COMMON), chunkOf(two)], common)).toEqual([
      foldedOf(COMMON, common),
      foldedOf(two, common),
    ]);
  });

  it('passes on all else that a source says, in its place', () => {
    const files: SourceEvent = { kind: 'files', source: 'a.log', positions: [], known: [] };
    const found: unknown[] = [];
    from([notice, chunkOf(COMMON), files])
      .pipe(decode())
      .subscribe((event) => found.push(event.kind === 'batch' ? event.number : event));
    expect(found).toEqual([notice, 1, files]);
  });

  it('stamps each batch with its number and the time of its clock', () => {
    runMarbles(({ hot, expectObservable, clock }) => {
      const events = hot('-a-n-(ab)-|', { a: chunkOf(COMMON), b: chunkOf('', 'a.log', 1), n: notice });
      const stamps = events.pipe(
        decode('auto', clock),
        filter(isBatch),
        map(({ number, at }) => [number, at]),
      );
      expectObservable(stamps).toBe('-x---(yz)-|', { x: [1, 1], y: [2, 5], z: [3, 5] });
    });
  });

  it('counts lines that were too long to be kept', () => {
    const [digest, other] = digestsOf([chunkOf(COMMON, 'a.log', 2), chunkOf('', 'b.log', 1)]);
    expect(digest).toMatchObject({ hits: 1, unparsed: 2, sample: { source: 'a.log' } });
    expect(other).toMatchObject({ hits: 0, unparsed: 1, sample: { source: 'b.log' } });
  });

  it('keeps a sample with the name of its source', () => {
    const samples = digestsOf([chunkOf('x\n'), chunkOf('x\n', '-'), chunkOf(COMMON)]).map(({ sample }) => sample);
    expect(samples).toEqual([{ source: 'a.log', line: 'x' }, { source: '-', line: 'x' }, undefined]);
  });

  it('reads every line with the layout that it is given', () => {
    expect(digestsOf([chunkOf(COMMON + COMBINED)], combined)).toMatchObject([{ hits: 1, unparsed: 1 }]);
    expect(digestsOf([chunkOf(COMMON + COMBINED)], common)).toMatchObject([{ hits: 2, unparsed: 0 }]);
  });

  describe('with auto', () => {
    it('is what it does unless told', () => {
      expect(digestsOf([chunkOf(COMMON + COMBINED)])).toEqual(digestsOf([chunkOf(COMMON + COMBINED)], 'auto'));
    });

    it('finds the layout of the first lines', () => {
      expect(digestsOf([chunkOf(COMMON)])).toEqual([foldedOf(COMMON, common)]);
      expect(digestsOf([chunkOf(COMBINED)])).toEqual([foldedOf(COMBINED, combined)]);
    });

    it('finds one for each source', () => {
      const events = [chunkOf(COMBINED, 'a.log'), chunkOf(COMMON, 'b.log'), chunkOf(COMMON, 'b.log')];
      expect(digestsOf(events).map(({ hits }) => hits)).toEqual([1, 1, 1]);
    });

    it('stays with the layout that it has found as long as that fits', () => {
      const readAgents = (...lines: readonly string[]): boolean[] => {
        const found: boolean[] = [];
        from(lines.map((line) => chunkOf(line)))
          .pipe(decode(), digests)
          .subscribe(({ tables: { agents } }) => found.push(agents.rows().some(({ key }) => key !== '-')));
        return found;
      };
      expect(readAgents(COMMON, COMBINED)).toEqual([false, false]);
      expect(readAgents(COMBINED, COMBINED)).toEqual([true, true]);
    });

    it('takes another one when lines come of which that one fits too few', () => {
      const events = [chunkOf(COMBINED), chunkOf(COMMON), chunkOf(COMBINED)];
      expect(digestsOf(events).map(({ hits, unparsed }) => [hits, unparsed])).toEqual([
        [1, 0],
        [1, 0],
        [1, 0],
      ]);
    });

    it('takes the one that fits the most of lines of two formats', () => {
      const [digest] = digestsOf([chunkOf(COMBINED.repeat(30) + COMMON.repeat(100))]);
      expect(digest).toMatchObject({ hits: 130, unparsed: 0 });
    });

    it('counts the lines of a source as unparsed until a layout fits', () => {
      const events = [chunkOf('x\ny\n'), chunkOf('', 'a.log', 1), chunkOf(COMBINED), chunkOf(COMMON)];
      expect(digestsOf(events).map(({ hits, unparsed }) => [hits, unparsed])).toEqual([
        [0, 2],
        [0, 1],
        [1, 0],
        [1, 0],
      ]);
    });
  });

  describe('as an operator', () => {
    const values: Record<string, SourceEvent> = { a: chunkOf(COMMON), b: chunkOf(COMBINED), n: notice };
    const hits = map(({ hits }: Digest) => hits);

    it('gives nothing of a source that never gives anything', () => {
      runMarbles(({ cold, expectObservable, expectSubscriptions }) => {
        const events = cold('-     ', values);
        const subs = '       ^ 1s !';
        const expected = '   -     ';

        expectObservable(events.pipe(decode()), subs).toBe(expected);
        expectSubscriptions(events.subscriptions).toBe(subs);
      });
    });

    it('completes with an empty source', () => {
      runMarbles(({ cold, expectObservable, expectSubscriptions }) => {
        const events = cold('|   ', values);
        const subs = '       (^!)';
        const expected = '   |   ';

        expectObservable(events.pipe(decode())).toBe(expected);
        expectSubscriptions(events.subscriptions).toBe(subs);
      });
    });

    it('gives a digest when a chunk comes', () => {
      runMarbles(({ hot, expectObservable }) => {
        const events = hot('-a-n-(ab)-|', values);
        const expected = '  -x---(xy)-|';

        expectObservable(events.pipe(decode(common), digests, hits)).toBe(expected, { x: 1, y: 1 });
      });
    });

    it('passes an error on', () => {
      runMarbles(({ hot, expectObservable, expectSubscriptions }) => {
        const events = hot('a-#', values);
        const subs = '      ^-!';
        const expected = '  x-#';

        expectObservable(events.pipe(decode(), digests, hits)).toBe(expected, { x: 1 });
        expectSubscriptions(events.subscriptions).toBe(subs);
      });
    });

    it('leaves its source when it is unsubscribed', () => {
      runMarbles(({ hot, expectObservable, expectSubscriptions }) => {
        const events = hot('a-a-a|', values);
        const subs = '      ^--!   ';
        const expected = '  x-x    ';

        expectObservable(events.pipe(decode(), digests, hits), subs).toBe(expected, { x: 1 });
        expectSubscriptions(events.subscriptions).toBe(subs);
      });
    });

    it('finds layouts for each subscriber apart', () => {
      runMarbles(({ hot, expectObservable }) => {
        const operator = decode();
        const readsAgents = map(({ tables: { agents } }: Digest) => agents.rows().some(({ key }) => key !== '-'));
        const events = hot('a---|', values);
        const others = hot('--b-|', values);
        const expectedEvents = '  x---|';
        const expectedOthers = '  --y-|';

        expectObservable(events.pipe(operator, digests, readsAgents)).toBe(expectedEvents, { x: false });
        expectObservable(others.pipe(operator, digests, readsAgents)).toBe(expectedOthers, { y: true });
      });
    });

    it('gives digests that share nothing', () => {
      const found: Digest[] = [];
      from([chunkOf(COMMON), chunkOf(COMMON)])
        .pipe(decode(), digests)
        .subscribe((digest) => found.push(digest));
      expect(found[0]).not.toBe(found[1]);
      expect(found.map(({ hits }) => hits)).toEqual([1, 1]);
    });
  });

  describe('behind wholeLines', () => {
    /** Decoders that each read many files, one after the other: to make one takes longer than to read a short file. */
    const decoders = new Map<Layout | 'auto', (parts: readonly Uint8Array[], source: string) => Digest>();

    function decoderOf(format: Layout | 'auto'): (parts: readonly Uint8Array[], source: string) => Digest {
      const known = decoders.get(format);
      if (known !== undefined) return known;
      const events = new Subject<SourceEvent>();
      let sum = emptyDigest();
      events.pipe(decode(format), digests).subscribe((digest) => {
        addDigest(sum, digest);
      });
      const read = (parts: readonly Uint8Array[], source: string): Digest => {
        sum = emptyDigest();
        from(parts)
          .pipe(wholeLines(source))
          .subscribe((event) => {
            events.next(event);
          });
        return sum;
      };
      decoders.set(format, read);
      return read;
    }

    let files = 0;

    /** The digest of all bytes of a file, which come cut at these places. */
    function digestOf(text: string, places: readonly number[], format: Layout | 'auto'): PlainDigest {
      const cuts = [0, ...[...places].sort((a, b) => a - b), text.length];
      const parts = cuts.slice(1).map((to, i) => bytesOf(text.slice(cuts[i], to)));
      // A layout is found for each file by itself.
      const digest = plainDigest(decoderOf(format)(parts, `${++files}.log`));
      return { ...digest, sample: digest.sample && { ...digest.sample, source: 'a.log' } };
    }

    const lines = [
      combinedLine({ request: `GET ${utf8('/日本/ü/😀?q=é')} HTTP/1.1`, status: '404' }, utf8('https://例え.jp/')),
      `${combinedLine({ host: '2001:db8::1', user: 'Frank N. Stein' })}\r`,
      combinedLine({ request: '\\x16\\x03\\x01', status: '400', bytes: '-' }),
      '',
      '\r',
      combinedLine({ request: '-', status: '408', bytes: '-' }),
      'Server started',
      `${combinedLine({ request: 'GET /a/\\"b\\" HTTP/1.0', status: '503' }, '-', 'a \\"b\\"')}\r`,
      combinedLine({ request: 'GET /\xff\xfe HTTP/1.1' }),
      combinedLine({ time: '30/Feb/2018:00:00:00 +0000' }),
    ];
    const log = lines.map((line) => `${line}\n`).join('');
    const open = combinedLine({ request: 'GET /the/last HTTP/1.1' });

    it('knows the digest of the log', () => {
      expect(digestOf(log + open, [], combined)).toMatchObject({ hits: 7, unparsed: 4, errors: 1, distinctHosts: 2 });
      expect(digestOf(log + open, [], combined)).toEqual(foldedOf(log + open, combined));
    });

    it.each<[string, string, Layout | 'auto']>([
      ['whose last line has ended', log, combined],
      ['whose last line has not ended', log + open, combined],
      ['whose last line has not ended but with a carriage return', `${log}${open}\r`, combined],
      ['of a layout that has to be found', log + open, 'auto'],
      ['of one line', COMMON, 'auto'],
    ])('gives the same digest wherever a log is cut, %s', (_, text, format) => {
      const whole = digestOf(text, [], format);
      for (let at = 0; at <= text.length; at++) {
        const cut = digestOf(text, [at], format);
        if (JSON.stringify(cut) !== JSON.stringify(whole)) expect({ at, ...cut }).toEqual({ at, ...whole });
      }
    });

    it('gives the same digest when it comes byte by byte', () => {
      const text = log + open;
      const places = Array.from({ length: text.length }, (_, i) => i);
      expect(digestOf(text, places, combined)).toEqual(digestOf(text, [], combined));
    });

    it('gives the same digest however often the log is cut', () => {
      const text = log + open;
      const whole = digestOf(text, [], combined);
      fc.assert(
        fc.property(fc.array(fc.nat(text.length), { maxLength: 30 }), (places) => {
          expect(digestOf(text, places, combined)).toEqual(whole);
        }),
      );
    });

    it.each([
      ['in the middle', (long: string) => `${log}${long}\n${log}`],
      ['at the end', (long: string) => `${log}${long}`],
      ['twice', (long: string) => `${long}\n${long}\n${open}`],
      ['with a carriage return', (long: string) => `${open}\n${long}\r\n${open}`],
    ])('gives the same digest with a line of about 64 KiB %s, however it is cut', (_, textOf) => {
      for (const length of [MAX_LINE_BYTES - 1, MAX_LINE_BYTES, MAX_LINE_BYTES + 1, 3 * MAX_LINE_BYTES]) {
        const line = combinedLine();
        const text = textOf(`${line.slice(0, -1)}${'x'.repeat(length - line.length)}"`);
        const whole = digestOf(text, [], combined);
        const from = text.indexOf('xxx');
        const anywhere = [0, 1, from, from + 1, MAX_LINE_BYTES - 1, MAX_LINE_BYTES, MAX_LINE_BYTES + 1, from + length];
        const places = anywhere.filter((at) => at <= text.length);
        for (const one of places) {
          for (const other of places) expect(digestOf(text, [one, other], combined)).toEqual(whole);
        }
        const blocks = Array.from({ length: Math.floor(text.length / 1000) }, (_, i) => i * 1000);
        expect(digestOf(text, blocks, combined)).toEqual(whole);
      }
    });

    it('gives parts that merge to the digest of the whole', () => {
      const anyLog = fc
        .array(fc.constantFrom(...lines), { maxLength: 10 })
        .map((some) => some.map((l) => `${l}\n`).join(''));
      fc.assert(
        fc.property(fc.array(anyLog, { maxLength: 5 }), (logs) => {
          const parts: Digest[] = [];
          from(logs.map((log) => chunkOf(log)))
            .pipe(decode(combined), digests)
            .subscribe((digest) => parts.push(digest));
          const whole = foldedOf(logs.join(''), combined);
          expect(plainDigest(parts.reduce(merge, emptyDigest()))).toEqual(whole);
          expect(plainDigest(parts.reduceRight(merge, emptyDigest()))).toEqual(whole);
        }),
      );
    });
  });

  it('says of which source each batch is', () => {
    const found: [string, number][] = [];
    from([chunkOf(COMMON), notice, chunkOf(COMMON + COMMON, 'b.log'), chunkOf('', 'a.log', 1)])
      .pipe(decode(), filter(isBatch))
      .subscribe(({ source, digest }) => found.push([source, digest.hits]));
    expect(found).toEqual([
      ['a.log', 1],
      ['b.log', 2],
      ['a.log', 0],
    ]);
  });

  it('gives a batch before whoever gave the chunk goes on', () => {
    const order: string[] = [];
    const chunks = new Subject<SourceEvent>();
    chunks.pipe(decode(common), digests).subscribe(({ hits }) => order.push(`${hits} hits`));
    chunks.next(chunkOf(COMMON));
    order.push('went on');
    expect(order).toEqual(['1 hits', 'went on']);
  });
});
