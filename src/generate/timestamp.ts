/** `Wed, 09 May 2018 16:00:39 GMT`, exactly as ECMA-262 specifies it. */
const UTC_STRING = /^\w+, (\d\d) (\w{3}) (\d{4}) (\S{8}) GMT$/;

/**
 * Formats a time as in log lines, in UTC: `09/May/2018:16:00:39 +0000`.
 *
 * @param seconds since 1970-01-01T00:00:00Z, an integer up to the year 9999
 */
export function timestampOf(seconds: number): string {
  return new Date(seconds * 1000).toUTCString().replace(UTC_STRING, '$1/$2/$3:$4 +0000');
}
