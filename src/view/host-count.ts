import type { Digest } from '../digest/digest.js';
import { formatCount } from '../text/units.js';

/** The number of different hosts. */
export interface HostCount {
  readonly unique: number;
  /** Whether there may be more: some were counted by another hash key, as `Distinct` says. */
  readonly isLeast: boolean;
}

export function hostCount({ hits, tables: { hosts }, distinctHosts }: Digest): HostCount {
  // The table knows, as long as it has all of them.
  if (distinctHosts.isLeast && hosts.maxLost === 0) return { unique: hosts.size, isLeast: false };
  return { unique: Math.min(distinctHosts.size(), hits), isLeast: distinctHosts.isLeast };
}

/** `1,234 different`. */
export function hostCountText(digest: Digest): string {
  const { unique, isLeast } = hostCount(digest);
  return `${isLeast ? 'at least ' : ''}${formatCount(unique)} different`;
}
