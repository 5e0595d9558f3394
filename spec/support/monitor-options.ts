import type { MonitorOptions } from '../../src/live/options.js';

/** The options of a monitor when no flag is given, as they are documented. */
export const DEFAULT_OPTIONS: MonitorOptions = {
  files: ['/var/log/access.log'],
  intervalMs: 10_000,
  rule: { name: 'traffic', measure: 'rate', threshold: 10, windowSeconds: 120 },
  format: 'auto',
  top: 10,
  fromStart: false,
  prime: true,
  poll: false,
  state: undefined,
  stateSync: true,
  json: false,
  plain: false,
  theme: 'dark',
  color: true,
  utc: false,
};
