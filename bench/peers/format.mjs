const LATENCY =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_time';

/** The flags that name the format of a log to rxmon; `auto` finds the others. */
export function formatOf(logName) {
  if (logName === 'latency') return ['--format', LATENCY];
  if (logName === 'json') return ['--format', 'json'];
  return [];
}
