import { flagLines } from './flags.js';

/** At most 24 lines of 80 columns: a screen. */
export const monitorHelp = `rxmon follows web server access logs, shows the traffic, alerts when it is high.

  rxmon [--files a.log,b.log | FILE ...]   follow the files until Ctrl-C
  rxmon report FILE ...                    sum up finished files, .gz as well
  rxmon generate --file FILE -n 2          write log lines, to try it out

${flagLines('monitor').join('\n')}

A duration D is in seconds or has a unit: 10, 500ms, 10s, 2m, 1h
Try: rxmon generate --file /tmp/a.log -n 20 & rxmon /tmp/a.log -i 5 -w 10s`;

export const reportHelp = `rxmon report reads finished access logs to their end and sums them up, with the
alerts that they would have raised.

  rxmon report FILE ...    files and globs, packed by gzip or not; pipes;
                           - is standard input

${flagLines('report').join('\n')}

Ctrl-C ends it with what has been read so far.
Try: rxmon report /var/log/nginx/access.log* --from 2018-05-09T16:00:00Z`;

export const generateHelp = `rxmon generate writes log lines in the combined format, to try rxmon without a
server.

  rxmon generate --file FILE -n 2

${flagLines('generate').join('\n')}

Try: rxmon generate --no-wait --count 1000 --seed 1 | head`;
