/** Parts of a line of the Common Log Format; what is not given is like in many other lines. */
export interface LineParts {
  readonly host?: string;
  readonly user?: string;
  readonly time?: string;
  readonly request?: string;
  readonly status?: string;
  readonly bytes?: string;
}

/** A line of the Common Log Format, without its end. */
export const commonLine = ({
  host = '10.0.0.1',
  user = '-',
  time = '09/May/2018:16:00:39 +0000',
  request = 'GET /blog/a.html HTTP/1.1',
  status = '200',
  bytes = '100',
}: LineParts = {}): string => `${host} - ${user} [${time}] "${request}" ${status} ${bytes}`;

/** The same with a referrer and a user agent behind it. */
export const combinedLine = (parts: LineParts = {}, referrer = '-', agent = 'curl/8.0'): string =>
  `${commonLine(parts)} "${referrer}" "${agent}"`;

/** Bytes of text that holds one character a byte. */
export const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** The bytes of text in UTF-8, one character a byte, as a digest keeps them. */
export const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
