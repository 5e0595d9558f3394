import { activeAfter } from '../alerts/active.js';
import type { Evaluated } from '../alerts/evaluate-rules.js';
import type { Decoded } from '../decode/decode.js';
import { SECOND, secondOf } from '../seconds.js';
import type { Interval } from '../stats/stats.js';
import { account, afterCheckpoint } from './accounts.js';
import { reportedInterval } from './model.js';
import type { Model, Reported } from './model.js';

/** All events of a run. */
export type RunEvent = Decoded | Evaluated | Interval;

/**
 * The model after an event; the one before it does not change.
 *
 * An interval counts, and is reported, when the rules have been judged up to its end: so an alert comes before the
 * table that shows it, in whatever order events of the same moment come.
 */
export function update(before: Model, event: RunEvent): Model {
  const model = afterOutput(before);
  if ('type' in event) {
    const isEarly = secondOf(event.to) * SECOND > model.judgedTo;
    return isEarly ? { ...model, waiting: [...model.waiting, event] } : withInterval(model, event);
  }
  switch (event.kind) {
    case 'notice':
    case 'caught up':
      return model;
    case 'evaluated':
      return withJudged(model, event);
    case 'batch':
    case 'files':
      return model.accounts === undefined ? model : { ...model, accounts: account(model.accounts, event) };
  }
}

/** The model without its reports and its due checkpoint. */
function afterOutput(model: Model): Model {
  const accounts = model.accounts && afterCheckpoint(model.accounts);
  return model.reports.length === 0 && accounts === model.accounts ? model : { ...model, accounts, reports: [] };
}

function withInterval(model: Model, interval: Interval): Model {
  const report = reportedInterval(model, interval);
  return {
    ...model,
    accounts: model.accounts && account(model.accounts, interval),
    total: report.context.total,
    reports: [...model.reports, report],
  };
}

function withJudged(before: Model, event: Evaluated): Model {
  const { raised, second } = event;
  // The last second is not judged any more, and an interval that ends with it may end a moment later.
  const judgedTo = second.isUnfinished ? Infinity : event.at;
  const alerts = raised.map((alert): Reported => ({ kind: 'alert', alert }));
  const judged = {
    ...before,
    judgedTo,
    waiting: [],
    active: raised.reduce(activeAfter, before.active),
    reports: alerts,
  };
  const due = before.waiting.filter(({ to }) => secondOf(to) * SECOND <= judgedTo);
  const model = due.reduce<Model>(withInterval, judged);
  return {
    ...model,
    accounts: model.accounts && account(model.accounts, event),
    waiting: before.waiting.filter((interval) => !due.includes(interval)),
  };
}
