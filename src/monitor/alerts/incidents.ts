import { scan, startWith } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import { isSameRule } from './rule.js';
import type { Alert, Rule } from './rule.js';
import type { Level } from './rule-watch.js';
import { SECOND } from '../seconds.js';
import type { Evaluated } from './evaluate-rules.js';

/** A time of high traffic. */
export interface Incident {
  readonly rule: Rule;
  readonly triggered: Alert;
  /** undefined while it is active. */
  readonly recovered: Alert | undefined;
  /** The highest average during it, in hits per second. */
  readonly peak: number;
}

/** All alerts so far, and the state of the rules. */
export interface AlertLog {
  /** Milliseconds since 1970, the end of the second that was judged last. */
  readonly at: number;
  readonly levels: readonly Level[];
  /** In the order in which they began. */
  readonly incidents: readonly Incident[];
  /** The number of incidents before the first of `incidents`. */
  readonly earlier: number;
}

/** A rule that flaps once a second for a day must not grow the process. */
const MAX_INCIDENTS = 1000;

/** Keeps a log of the alerts; it begins with those already active, at a time. */
export function alertLog(active: readonly Alert[] = [], at = 0): OperatorFunction<Evaluated, AlertLog> {
  const begun: AlertLog = { at, levels: [], incidents: active.map(begin), earlier: 0 };
  return (evaluated$) => evaluated$.pipe(scan(withSecond, begun), startWith(begun));
}

function withSecond({ incidents, earlier }: AlertLog, { second, raised, levels }: Evaluated): AlertLog {
  const all = raised.reduce(withAlert, incidents).map((incident) => withPeak(incident, levels));
  const kept = all.slice(-MAX_INCIDENTS);
  return { at: second.to * SECOND, levels, incidents: kept, earlier: earlier + all.length - kept.length };
}

function withAlert(incidents: readonly Incident[], alert: Alert): readonly Incident[] {
  if (alert.state === 'triggered') return [...incidents, begin(alert)];
  return incidents.map((incident) =>
    isOn(incident) && isSameRule(incident.rule, alert.rule) ? { ...incident, recovered: alert } : incident,
  );
}

const begin = (triggered: Alert): Incident => ({
  rule: triggered.rule,
  triggered,
  recovered: undefined,
  peak: triggered.average,
});

function withPeak(incident: Incident, levels: readonly Level[]): Incident {
  const level = isOn(incident) ? levels.find(({ rule }) => isSameRule(rule, incident.rule)) : undefined;
  return level === undefined || level.average <= incident.peak ? incident : { ...incident, peak: level.average };
}

/** Whether it is still active. */
export const isOn = ({ recovered }: Incident): boolean => recovered === undefined;
