import type { Random } from './random.js';

/** The command line of `rxmon generate`. */
export interface GenerateOptions {
  /** The file to append lines to; default: standard output. */
  readonly file?: string | undefined;
  /** Lines per second on average, at least `MIN_RATE`. */
  readonly rate: number;
  /** A log file whose requests are replayed; default: the built-in traffic. */
  readonly sample?: string | undefined;
  /** Number of lines to write, an integer of at least 0; default: endless. */
  readonly count?: number | undefined;
  /** Whether to write each line when its time has come; otherwise as fast as the output takes it. */
  readonly wait: boolean;
  /** A safe integer that gives the same lines every time; default: other lines every time. */
  readonly seed?: number | undefined;
}

/** A log line without its time: the bytes before and behind it, without the newline. */
export interface LineTemplate {
  readonly before: Uint8Array;
  readonly behind: Uint8Array;
}

/** Returns line `k`, counted from 0, of some traffic. Stateless, so that it may serve many readers. */
export type Templates = (random: Random, k: number) => LineTemplate;

/** All inputs that decide the bytes of the lines. */
export interface LinesOptions {
  /** Lines per second on average, at least `MIN_RATE`. */
  readonly rate: number;
  /** Number of lines, an integer of at least 0; default: endless. */
  readonly count?: number | undefined;
  /** A safe integer; equal seeds give equal lines. */
  readonly seed: number;
  /** The start of the first second of traffic, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly startMs: number;
  readonly templates: Templates;
}

/** The lowest rate, in lines per second: one in eleven days. Below it, finding the next line would take too long. */
export const MIN_RATE = 1e-6;

/** The start of traffic with a fixed seed, so that its time stamps are the same every time as well. */
export const SEEDED_START_MS = Date.UTC(2018, 4, 9, 16);
