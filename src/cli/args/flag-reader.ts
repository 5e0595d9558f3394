import { escapeText } from '../../text/escape.js';
import { parseDuration } from './duration.js';
import { writtenFlag } from './flags.js';
import type { Flag } from './flags.js';

/** The numbers that a flag accepts. */
export interface NumberRule {
  readonly min: number;
  readonly isWhole: boolean;
  /** The accepted values, in words, with an example. */
  readonly accepted: string;
}

/** Reads the values of flags and collects all their faults, escaped for display, to report them together. */
export class FlagReader {
  readonly faults: string[] = [];

  /** @param flags by name in camel case: a list of strings for a flag with a value, a boolean for one without */
  constructor(
    private readonly flags: Readonly<Record<string, unknown>>,
    known: readonly Pick<Flag, 'name'>[],
  ) {
    for (const name of Object.keys(flags)) {
      if (!known.some((flag) => flag.name === name)) {
        this.faults.push(escapeText(`${writtenFlag(name)} is not a flag: see --help for those there are`));
      }
    }
  }

  /** All values of a repeatable flag. */
  texts(name: string): string[] {
    const given = this.flags[name];
    const values = Array.isArray(given) ? given.map(String) : [];
    if (given !== undefined && (values.length === 0 || values.includes(''))) {
      this.faults.push(`${writtenFlag(name)} needs a value: see --help`);
    }
    return values.filter((value) => value !== '');
  }

  /** The value of a flag; the last one if it is repeated. */
  text(name: string): string | undefined {
    return this.texts(name).at(-1);
  }

  /** Whether a flag without a value is on; where it is repeated, the last one counts. */
  isOn(name: string, fallback: boolean): boolean {
    const given = this.flags[name];
    const last: unknown = Array.isArray(given) ? given.at(-1) : given;
    return typeof last === 'boolean' ? last : fallback;
  }

  number(name: string, fallback: number, rule: NumberRule): number {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : NaN;
    if (value >= rule.min && Number.isFinite(value) && (!rule.isWhole || Number.isSafeInteger(value))) return value;
    return this.fault(name, text, rule.accepted, fallback);
  }

  /** A duration in milliseconds. */
  duration(name: string, fallbackMs: number, isAccepted: (ms: number) => boolean, accepted: string): number {
    const text = this.text(name);
    if (text === undefined) return fallbackMs;
    const ms = parseDuration(text);
    if (ms === undefined) {
      return this.fault(name, text, 'a duration: use seconds or a unit, like 10, 500ms, 2m', fallbackMs);
    }
    return isAccepted(ms) ? ms : this.fault(name, text, accepted, fallbackMs);
  }

  /** One of several words; the first by default. */
  choice<T extends string>(name: string, words: readonly [T, ...T[]], accepted: string): T {
    const text = this.text(name);
    const chosen = words.find((word) => word === text);
    return text === undefined || chosen !== undefined
      ? (chosen ?? words[0])
      : this.fault(name, text, accepted, words[0]);
  }

  /** A point in time, in whole seconds since 1970. */
  instant(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const ms = /^\d{4}-\d\d/.test(text) ? Date.parse(text) : NaN;
    if (!Number.isNaN(ms)) return Math.floor(ms / 1000);
    this.fault(name, text, 'a time: use ISO 8601, like 2018-05-09T16:00:00Z or 2018-05-09', undefined);
    return undefined;
  }

  /** Records a value that is not accepted, and returns the fallback. */
  fault<T>(name: string, text: string, accepted: string, fallback: T): T {
    this.faults.push(escapeText(`${writtenFlag(name)} ${JSON.stringify(text)} is not ${accepted}`));
    return fallback;
  }
}
