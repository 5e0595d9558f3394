import type { Digest } from '../digest/digest.js';
import { formatCount } from '../text/units.js';

/** How many different hosts there are. */
export interface HostCount {
  readonly unique: number;
  /** There may be more: some were counted by another hash key, as `Distinct` says. */
  readonly isLeast: boolean;
}

export function hostCount({ hits, tables: { hosts }, distinctHosts }: Digest): HostCount {
  // As long as the table has them all, it knows.
  if (distinctHosts.isLeast && hosts.maxLost === 0) return { unique: hosts.size, isLeast: false };
  return { unique: Math.min(distinctHosts.size(), hits), isLeast: distinctHosts.isLeast };
}

/** `1,234 different`. */
export function hostCountText(digest: Digest): string {
  const { unique, isLeast } = hostCount(digest);
  return `${isLeast ? 'at least ' : ''}${formatCount(unique)} different`;
}
