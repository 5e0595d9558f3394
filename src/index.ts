export { follow } from './source/follow.js';
export type { FollowOptions } from './source/follow.js';
export { openSource, readStream } from './source/open.js';
export type { CaughtUp, Chunk, Files, Notice, Position, Progress, SourceEvent } from './source/chunk.js';
export { wholeLines } from './source/whole-lines.js';

export { apache } from './format/apache.js';
export { combined, common, vcombined, vcommon } from './format/common.js';
export { parseFilter } from './format/filter.js';
export type { Filter, FilterFault, FilterField, Term } from './format/filter.js';
export { json, jsonWith } from './format/json.js';
export type { JsonLayout } from './format/json.js';
export { layout } from './format/layout.js';
export type { FieldName, Layout, TextLayout } from './format/layout.js';
export { layoutNamed, layouts } from './format/named.js';
export { nginx } from './format/nginx.js';
export { detect } from './engine/detect.js';

export { addDigest, emptyDigest, merge } from './digest/digest.js';
export type { Digest, Sample } from './digest/digest.js';
export { decodeDigest, encodeDigest } from './digest/binary.js';
export { KeyTable } from './digest/key-table.js';
export type { KeyRow } from './digest/key-table.js';
export { Distinct } from './digest/distinct.js';

export { decode, decoded } from './monitor/decode.js';
export type { Decoded } from './monitor/decode.js';
export { detected } from './monitor/detected.js';
export type { Detected } from './monitor/detected.js';
export { knownLayouts } from './monitor/known-layouts.js';
export type { Format, KnownLayouts } from './monitor/chunk-folder.js';
export { filtered } from './monitor/filtered.js';
export type { Arrived } from './monitor/filtered.js';
export { DEFAULT_RECENT, recentChunks } from './monitor/recent-chunks.js';
export type { Recent, RecentChunks, RecentOptions } from './monitor/recent-chunks.js';
export { DEFAULT_STATS, stats } from './monitor/stats.js';
export type { IntervalState, Stats, StatsOptions } from './monitor/stats.js';
export { alerts, DEFAULT_RULE } from './monitor/alerts.js';
export type { Alert, AlertRule } from './monitor/alerts.js';
export { watching } from './monitor/watching.js';
export type { Watched } from './monitor/watching.js';
export type { Level, WatchState } from './monitor/watch.js';
export { withBacklog } from './monitor/backlog.js';
export { checkpoints } from './monitor/checkpoint.js';
export type { Checkpoint } from './monitor/checkpoint.js';
export { decodeCheckpoint, encodeCheckpoint } from './monitor/checkpoint-binary.js';
export { lag } from './monitor/lag.js';
export { steadyClock } from './monitor/steady-clock.js';

export { alertMessage } from './view/alert.js';
export { escapeKey } from './view/escape.js';
export { summarize } from './view/summary.js';
export type { Summary } from './view/summary.js';

export { generate } from './generate/generate.js';
export type { PacedOptions } from './generate/generate.js';
export type { LineTemplate, Templates } from './generate/options.js';
export { replay } from './generate/replay.js';
export { traffic } from './generate/traffic.js';
