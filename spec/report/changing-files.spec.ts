import * as fs from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lastValueFrom, reduce, tap } from 'rxjs';
import { addDigest, emptyDigest } from '../../src/digest/digest.js';
import { foldAll } from '../../src/report/fold-all.js';
import { isAsNamed, planReport } from '../../src/report/plan.js';
import { LogFolder } from '../support/log-folder.js';
import { logLine } from '../support/program.js';

const LINE_BYTES = logLine('GET /old HTTP/1.1').length;
/** More than are read at once, and too few for workers. */
const MANY = Math.ceil((4 * 1024 * 1024) / LINE_BYTES);

const old = (count: number): string => logLine('GET /old HTTP/1.1').repeat(count);
/** Lines of the same length, so that a file can be replaced by one of the same size. */
const fresh = (count: number): string => logLine('GET /new HTTP/1.1').repeat(count);

interface Found {
  readonly old: number;
  readonly fresh: number;
  readonly unparsed: number;
  readonly failures: string[];
  readonly remarks: string[];
}

describe('A report', () => {
  let folder: LogFolder;

  beforeEach(() => {
    folder = new LogFolder();
  });

  afterEach(() => {
    folder.remove();
  });

  /**
   * What a report finds.
   *
   * @param afterPlan done when the files have been opened
   * @param amid done when the first bytes have been read
   */
  async function found(
    names: readonly string[],
    afterPlan: () => void = () => undefined,
    amid: () => void = () => undefined,
  ): Promise<Found> {
    const plan = await planReport(
      names.map((name) => folder.path(name)),
      'auto',
    );
    expect(plan.faults).toEqual([]);
    afterPlan();
    const told = { failures: [] as string[], remarks: [] as string[] };
    let isFirst = true;
    const digest = await lastValueFrom(
      foldAll(plan.tasks).pipe(
        tap((event) => {
          if (event.kind === 'failed') told.failures.push(event.reason);
          if (event.kind === 'remark') told.remarks.push(event.text);
          if (event.kind !== 'progress' || !isFirst) return;
          isFirst = false;
          amid();
        }),
        reduce((sum, event) => {
          if (event.kind === 'digest') addDigest(sum, event.digest);
          return sum;
        }, emptyDigest()),
      ),
    );
    const hits = new Map(digest.tables.paths.rows().map(({ key, hits }) => [key, hits]));
    return { old: hits.get('/old') ?? 0, fresh: hits.get('/new') ?? 0, unparsed: digest.unparsed, ...told };
  }

  const exact = (count: number): Found => ({ old: count, fresh: 0, unparsed: 0, failures: [], remarks: [] });

  describe.each(['after it was planned', 'while it is read'])('of a file that is changed %s', (when) => {
    /** What a report finds of a log that something is done to. */
    function foundOf(change: () => void): Promise<Found> {
      folder.write('a.log', old(MANY));
      return when === 'after it was planned' ? found(['a.log'], change) : found(['a.log'], undefined, change);
    }

    it('counts what was there when it is rotated', async () => {
      const rotate = (): void => {
        folder.move('a.log', 'a.log.1');
        folder.write('a.log', fresh(100));
      };
      expect(await foundOf(rotate)).toEqual(exact(MANY));
    });

    it('counts what was there when it is deleted', async () => {
      const remove = (): void => {
        folder.delete('a.log');
      };
      expect(await foundOf(remove)).toEqual(exact(MANY));
    });

    it('counts what was there when it is replaced by a file of the same size', async () => {
      const replace = (): void => {
        folder.replace('a.log', fresh(MANY));
      };
      expect(await foundOf(replace)).toEqual(exact(MANY));
    });

    it('counts what was there when it grows, and says nothing', async () => {
      const grow = (): void => {
        folder.append('a.log', fresh(50_000));
      };
      expect(await foundOf(grow)).toEqual(exact(MANY));
    });

    it('says that it was truncated', async () => {
      const { fresh: others, failures } = await foundOf(() => {
        fs.truncateSync(folder.path('a.log'));
      });
      expect(failures).toEqual([expect.stringMatching(/^was truncated while it was read: [\d,]+ of [\d,]+ bytes/)]);
      expect(others).toBe(0);
    });

    it('says that it was truncated and written to again, and counts nothing of that', async () => {
      const {
        old: count,
        fresh: others,
        failures,
      } = await foundOf(() => {
        folder.write('a.log', fresh(10_000));
      });
      expect(failures).toEqual([expect.stringMatching(/^was truncated while it was read/)]);
      expect(others).toBe(0);
      expect(count).toBeLessThan(MANY);
    });

    it.each([
      ['with the same size', 0],
      ['and grew past its size', 10_000],
    ])('says that it was rewritten in place %s', async (_, more) => {
      const { failures } = await foundOf(() => {
        folder.write('a.log', fresh(MANY + more));
      });
      expect(failures).toEqual([expect.stringMatching(/^was rewritten while it was read/)]);
    });

    it('says that a line was put into its midst, and more behind it', async () => {
      const { failures } = await foundOf(() => {
        folder.write('a.log', old(MANY / 2) + fresh(1).slice(1) + old(MANY / 2 + 10));
      });
      expect(failures).toEqual([expect.stringMatching(/^was rewritten while it was read/)]);
    });

    it('says that bytes were written over', async () => {
      const { failures } = await foundOf(() => {
        folder.outlive('a.log');
        const fd = fs.openSync(folder.path('a.log'), 'r+');
        fs.writeSync(fd, fresh(1), 1000 * LINE_BYTES);
        fs.closeSync(fd);
      });
      expect(failures).toEqual([expect.stringMatching(/^was written to while it was read, and not at its end/)]);
    });
  });

  it('counts a line whole that was being written when it began', async () => {
    const rest = (): void => {
      folder.append('a.log', old(2).slice(30));
    };
    folder.write('a.log', old(MANY) + old(1).slice(0, 30));
    expect(await found(['a.log'], rest)).toEqual(exact(MANY + 1));
    folder.write('a.log', old(MANY) + old(1).slice(0, 30));
    expect(await found(['a.log'])).toEqual({ ...exact(MANY), unparsed: 1 });
  });

  describe('of a packed file', () => {
    const write = (bytes: Uint8Array): void => {
      fs.writeFileSync(folder.path('a.gz'), bytes);
    };
    const noise = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, i) => (i * 7919) % 251));

    it('counts what was there when it is replaced', async () => {
      write(gzipSync(old(MANY)));
      const replace = (): void => {
        fs.writeFileSync(folder.path('b.gz'), gzipSync(fresh(5)));
        folder.move('b.gz', 'a.gz');
      };
      expect(await found(['a.gz'], replace)).toEqual(exact(MANY));
    });

    it('counts what was there when it grows', async () => {
      write(gzipSync(old(MANY)));
      const grow = (): void => {
        fs.appendFileSync(folder.path('a.gz'), gzipSync(fresh(5)));
      };
      expect(await found(['a.gz'], grow)).toEqual(exact(MANY));
    });

    it('says that it was truncated', async () => {
      write(gzipSync(old(MANY)));
      const { failures } = await found(['a.gz'], () => {
        fs.truncateSync(folder.path('a.gz'), 100);
      });
      expect(failures).toEqual([expect.stringMatching(/^was truncated while it was read/)]);
    });

    it('says that it was rewritten', async () => {
      const packed = gzipSync(old(MANY));
      write(packed);
      const { failures } = await found(['a.gz'], () => {
        write(gzipSync(fresh(MANY), { level: 1 }));
        fs.appendFileSync(folder.path('a.gz'), Buffer.alloc(packed.length));
      });
      expect(failures).toEqual([expect.stringMatching(/^was rewritten while it was read/)]);
    });

    it('says that it is still being packed', async () => {
      const packed = gzipSync(old(MANY));
      write(packed.subarray(0, packed.length - 100));
      const { failures } = await found(['a.gz'], () => {
        fs.appendFileSync(folder.path('a.gz'), packed.subarray(packed.length - 100));
      });
      expect(failures).toEqual(['could not be read further: unexpected end of file; it is still being written']);
    });

    it.each([1, 2, 3, 100_000])(
      'leaves %d bytes out that stand behind its own, as gzip does, and says so',
      async (n) => {
        write(Buffer.concat([gzipSync(old(3)), gzipSync(old(4)), noise(n + 1).subarray(1)]));
        expect(await found(['a.gz'])).toEqual({
          ...exact(7),
          remarks: [expect.stringMatching(/^has bytes behind its packed ones/)],
        });
      },
    );
  });

  describe('of more files than may be open', () => {
    const names = Array.from({ length: 300 }, (_, i) => `${String(i).padStart(3, '0')}.log`);

    beforeEach(() => {
      for (const name of names) folder.write(name, old(1));
    });

    it('leaves some closed until they are read, and none open at the end (as Linux lists descriptors)', async () => {
      let open = 0;
      const count = (): void => {
        open = folder.open().length;
      };
      expect(await found(names, count)).toEqual(exact(300));
      expect(open).toBeGreaterThan(0);
      expect(open).toBeLessThan(300);
      expect(folder.open()).toEqual([]);
    });

    it('finds them when they are renamed', async () => {
      const rotate = (): void => {
        for (const name of names) {
          folder.move(name, `${name}.1`);
          folder.write(name, fresh(1));
        }
      };
      expect(await found(names, rotate)).toEqual(exact(300));
    });

    it.each<[string, (name: string) => void]>([
      ['deleted', () => undefined],
      [
        'replaced',
        (name: string) => {
          folder.write(name, fresh(1));
        },
      ],
    ])('says which were %s', async (_, replace) => {
      const change = (): void => {
        for (const name of names.slice(-2)) {
          folder.move(name, `kept-${name}`);
          replace(name);
          folder.delete(`kept-${name}`);
        }
      };
      const lost = 'was deleted, replaced or rewritten before it was read: nothing of it is counted';
      expect(await found(names, change)).toEqual({ ...exact(298), failures: [lost, lost] });
    });
  });

  it('knows when files have been renamed while it was planned', async () => {
    folder.write('a.log', old(1));
    const plan = await planReport([folder.path('a.log')], 'auto');
    expect(isAsNamed(plan)).toBe(true);
    folder.move('a.log', 'a.log.1');
    expect(isAsNamed(plan)).toBe(false);
    folder.write('a.log', old(1));
    expect(isAsNamed(plan)).toBe(false);
    for (const file of plan.files) file.close();
  });

  it('counts a file once that has several names', async () => {
    folder.write('a.log', old(3));
    fs.linkSync(folder.path('a.log'), folder.path('b.log'));
    const plan = await planReport(
      ['a.log', 'b.log'].map((name) => folder.path(name)),
      'auto',
    );
    expect(plan.remarks).toEqual([
      `${folder.path('b.log')} is the same file as ${folder.path('a.log')}, and is counted once`,
    ]);
    expect(plan.files).toHaveLength(1);
    expect(await found(['a.log', 'b.log'])).toEqual(exact(3));
    for (const file of plan.files) file.close();
  });
});
