import type { Random } from './random.js';

/** What `rxmon generate` was told on the command line. */
export interface GenerateOptions {
  /** The file that lines are appended to; standard output if left out. */
  readonly file?: string | undefined;
  /** Lines per second on average, at least `MIN_RATE`. */
  readonly rate: number;
  /** A log file whose requests are replayed; the built-in traffic if left out. */
  readonly sample?: string | undefined;
  /** Lines to write, an integer from 0 on; endless if left out. */
  readonly count?: number | undefined;
  /** Whether a line is written when its time has come; if not, as fast as the output takes it. */
  readonly wait: boolean;
  /** A safe integer that gives the same lines every time; other lines every time if left out. */
  readonly seed?: number | undefined;
}

/** A log line without its time: the bytes before it and those behind it, up to and without the newline. */
export interface LineTemplate {
  readonly before: Uint8Array;
  readonly behind: Uint8Array;
}

/** Gives line `k`, counted from 0, of some traffic. Holds no state of its own, so that it may serve many readers. */
export type Templates = (random: Random, k: number) => LineTemplate;

/** What decides every byte of the lines. */
export interface LinesOptions {
  /** Lines per second on average, at least `MIN_RATE`. */
  readonly rate: number;
  /** Lines to give, an integer from 0 on; endless if left out. */
  readonly count?: number | undefined;
  /** A safe integer; equal seeds give equal lines. */
  readonly seed: number;
  /** The instant that the first second of traffic starts at, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly startMs: number;
  readonly templates: Templates;
}

/** The lowest rate, in lines per second: one in eleven days. Below it, looking for the next line would take too long. */
export const MIN_RATE = 1e-6;

/** Where traffic of a fixed seed starts, so that its time stamps are the same every time as well. */
export const SEEDED_START_MS = Date.UTC(2018, 4, 9, 16);
