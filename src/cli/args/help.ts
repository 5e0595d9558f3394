/** At most 24 lines of 80 columns: a screen. */
export const monitorHelp = `rxmon follows web server access logs, shows the traffic, alerts when it is high.

  rxmon [--files a.log,b.log | FILE ...]   follow the files until Ctrl-C
  rxmon report FILE ...                    sum up finished files, .gz as well
  rxmon generate --file FILE -n 2          write log lines, to try it out

  -f, --files LIST    files, by commas; globs; - is stdin [/var/log/access.log]
  -i, --interval D    the time that a table covers                     [10s]
  -t, --threshold N   hits per second above which traffic is high      [10]
  -w, --window D      time over which that average is taken            [120s]
      --format F      common, combined, vcommon, vcombined, json, or the format
                      as nginx or Apache has it; auto: by the first lines [auto]
      --json-keys L   where JSON has its fields: host=client.ip,status=code
      --top N         rows in a table                                  [10]
      --from-start    read what the files already hold, then follow them
      --no-prime      do not begin with what the files hold of the last window
      --state FILE    save progress there and resume; --state-sync off: no fsync
      --poll          look at the files rather than wait for change events
      --json --utc    one JSON object per line; times in UTC
      --plain         tables one below the other, not the full screen with keys
      --theme T       dark or light ground [dark]; --no-color --version --help

A duration D is in seconds or has a unit: 10, 500ms, 10s, 2m, 1h
Try: rxmon generate --file /tmp/a.log -n 20 & rxmon /tmp/a.log -i 5 -w 10s`;

export const reportHelp = `rxmon report reads finished access logs to their end and sums them up, with the
alerts that they would have raised.

  rxmon report FILE ...    files and globs, packed by gzip or not; pipes;
                           - is standard input

  -t, --threshold N   hits per second above which traffic is high      [10]
  -w, --window D      time over which that average is taken            [120s]
      --format F      as in rxmon --help, as is --json-keys            [auto]
      --top N         rows in a table                                  [10]
      --from TIME     lines of this time and later, in ISO 8601
      --to TIME       lines before this time
      --json          one JSON object
      --no-color      no colours; NO_COLOR and FORCE_COLOR are known too
      --utc           times in UTC instead of the local zone
      --version, --help

Ctrl-C ends it with what has been read so far.
Try: rxmon report /var/log/nginx/access.log* --from 2018-05-09T16:00:00Z`;

export const generateHelp = `rxmon generate writes log lines in the combined format, to try rxmon without a
server.

  rxmon generate --file FILE -n 2

      --file FILE     the file to append to                  [standard output]
  -n N                lines per second on average, normally distributed    [2]
      --sample FILE   take the requests from the lines of this file, in order,
                      again and again              [built-in, like real traffic]
      --count N       stop after N lines                         [until Ctrl-C]
      --no-wait       as fast as possible; the time stamps are still N a second
      --seed N        the same lines every time; their time stamps begin at
                      2018-05-09 16:00:00 UTC
      --version, --help

Try: rxmon generate --no-wait --count 1000 --seed 1 | head`;
