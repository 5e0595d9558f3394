import { resourceFault } from './resource.js';

/** Writes to standard output to the end; resolves to the exit code, 0 also when nobody reads it any more. */
export function print(text: string): Promise<number> {
  return new Promise((resolve) => {
    process.stdout.on('error', () => undefined);
    process.stdout.write(text, (error) => {
      const isFault = error != null && (error as NodeJS.ErrnoException).code !== 'EPIPE';
      if (isFault) say([cannotWrite(error)]);
      resolve(isFault ? 1 : 0);
    });
  });
}

/** Says why standard output could not be written to. */
export const cannotWrite = (error: Error): string =>
  `cannot write to standard output: ${resourceFault(error) ?? error.message}`;

/** Tells the user something that is not output, a line each. */
export function say(lines: readonly string[]): void {
  if (lines.length > 0) process.stderr.write(lines.map((line) => `rxmon: ${line}\n`).join(''));
}
