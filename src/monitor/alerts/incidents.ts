import { scan, startWith } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import type { Alert, AlertRule } from './rule.js';
import type { Level } from './rule-watch.js';
import type { Watched } from './evaluate-rules.js';

/** A time of high traffic. */
export interface Incident {
  readonly rule: AlertRule;
  readonly triggered: Alert;
  /** undefined while it is on. */
  readonly recovered: Alert | undefined;
  /** The highest average that was seen while it was on, in hits per second. */
  readonly peak: number;
}

/** All alerts so far, and how the rules stand. */
export interface AlertLog {
  /** Milliseconds since 1970, of the last look; 0 before the first. */
  readonly at: number;
  readonly levels: readonly Level[];
  /** In the order in which they began. */
  readonly incidents: readonly Incident[];
  /** How many came before the first of `incidents`. */
  readonly earlier: number;
}

/** A rule that flaps once a second for a day must not grow the process. */
const MAX_INCIDENTS = 1000;

/** Keeps a log of what the looks of `watching` find; it begins with the alerts that are on from before. */
export function alertLog(on: readonly Alert[] = []): OperatorFunction<Watched, AlertLog> {
  const begun: AlertLog = { at: 0, levels: [], incidents: on.map(begin), earlier: 0 };
  return (watched$) => watched$.pipe(scan(withLook, begun), startWith(begun));
}

function withLook({ incidents, earlier }: AlertLog, { at, raised, levels }: Watched): AlertLog {
  const all = raised.reduce(withAlert, incidents).map((incident) => withPeak(incident, levels));
  const kept = all.slice(-MAX_INCIDENTS);
  return { at, levels, incidents: kept, earlier: earlier + all.length - kept.length };
}

function withAlert(incidents: readonly Incident[], alert: Alert): readonly Incident[] {
  if (alert.state === 'triggered') return [...incidents, begin(alert)];
  return incidents.map((incident) =>
    isOn(incident) && nameOf(incident.rule) === nameOf(alert.rule) ? { ...incident, recovered: alert } : incident,
  );
}

const begin = (triggered: Alert): Incident => ({
  rule: triggered.rule,
  triggered,
  recovered: undefined,
  peak: triggered.average,
});

function withPeak(incident: Incident, levels: readonly Level[]): Incident {
  const level = isOn(incident) ? levels.find(({ rule }) => nameOf(rule) === nameOf(incident.rule)) : undefined;
  return level === undefined || level.average <= incident.peak ? incident : { ...incident, peak: level.average };
}

/** Whether it has not ended. */
export const isOn = ({ recovered }: Incident): boolean => recovered === undefined;

const nameOf = ({ rule }: AlertRule): string => rule;
