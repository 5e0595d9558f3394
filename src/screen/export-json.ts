import { tableOf } from '../digest/table-of.js';
import type { Incident } from '../monitor/alerts/incidents.js';
import { escapeText } from '../text/escape.js';
import { alertObject, statsObject } from '../view/json.js';
import { escapeRow } from '../view/summary.js';
import { formatTime } from '../text/time.js';
import type { Model } from './model/model.js';
import { TABLE_PANELS } from './model/panels.js';
import { orderOf, rowsOf } from './model/table-rows.js';

/** The most rows of each table. */
const TOP = 1000;

/**
 * The data on screen as JSON: the object of `--json` for the span on screen, plus all tables in the order shown, the
 * seconds of the chart, the files and the alerts. All text is escaped as on the screen. Ends with a newline.
 */
export function exportJson(model: Model, utc: boolean): string {
  const { live, filter, alerts, sources } = model.picture;
  const tables = TABLE_PANELS.map((panel) => {
    const rows = rowsOf(tableOf(live.stats.digest, panel), orderOf(model, panel), TOP);
    return [panel, rows.map(escapeRow)] as const;
  });
  const shown = {
    ...statsObject(live.stats, { top: TOP, utc }),
    at: formatTime(live.at, utc),
    span: live.span,
    filter: escapeText(filter),
    threshold: model.controls.threshold,
    tables: Object.fromEntries(tables),
    seconds: live.seconds.map(({ second, ...traffic }) => ({ at: formatTime(second * 1000, utc), ...traffic })),
    files: sources.map(({ source, format, ...state }) => ({
      path: escapeText(source),
      ...state,
      format: format && escapeText(format),
    })),
    alerts: alerts.incidents.flatMap((incident) => incidentObjects(incident, utc)),
  };
  return `${JSON.stringify(shown, undefined, 2)}\n`;
}

const incidentObjects = (incident: Incident, utc: boolean): object[] =>
  [incident.triggered, incident.recovered]
    .filter((alert) => alert !== undefined)
    .map((alert) => alertObject(alert, { utc }));
