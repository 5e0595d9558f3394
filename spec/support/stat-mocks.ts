import fs from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { jest } from '@jest/globals';

/** Lets `statSync` and `fstatSync` tell of files what a spec makes of it; modules that are imported from now on see it. */
export function mockStats(change: (stat: BigIntStats) => void): void {
  jest.resetModules();
  for (const call of ['statSync', 'fstatSync'] as const) {
    const real = fs[call].bind(fs) as (...args: unknown[]) => BigIntStats | undefined;
    jest.spyOn(fs, call).mockImplementation(((...args: unknown[]) => {
      const stat = real(...args);
      if (typeof stat?.ino === 'bigint') change(stat);
      return stat;
    }) as never);
  }
}

/** As Node tells where there is no statx(2): the time of the last change for that of birth. */
export const withoutStatx = (): void => {
  mockStats((stat) => (stat.birthtimeNs = stat.ctimeNs));
};

/** A lower layer of an overlay file system. */
export interface LowerLayer {
  /** The first write to a file makes a copy of it in the upper layer: all tell another time of birth from then on. */
  readonly copyUp: (path: string) => void;
}

/** As an overlay file system tells of files that all lie in its lower layer. */
export function withLowerLayer(): LowerLayer {
  const copied = new Set<bigint>();
  mockStats((stat) => {
    if (!copied.has(stat.ino)) stat.birthtimeNs -= 3_600_000_000_000n;
  });
  return {
    copyUp: (path) => {
      copied.add(fs.statSync(path, { bigint: true }).ino);
    },
  };
}
