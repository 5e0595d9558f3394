import { describe, expect, it } from '@jest/globals';
import { emptyDigest } from '../../src/digest/digest.js';
import type { Digest } from '../../src/digest/digest.js';
import { DistinctSketch } from '../../src/digest/distinct-sketch.js';
import { sipHash53 } from '../../src/digest/sip-hash.js';
import { Engine } from '../../src/engine/engine.js';
import { combined } from '../../src/format/known/common.js';
import { HASH_KEY } from '../support/digest.js';
import { combinedLine } from '../support/log.js';
import { foldingHash, hash53 } from '../support/old-hashes.js';
import { sipHash } from '../support/sip-hash.js';

const REGISTER_SIZE = 2 ** 38;
const TABLE_KEY = 'f'.repeat(32);

/** The first hosts whose hash fits. */
function hostsWhose(hash: (host: string) => number, fits: (hash: number) => boolean, count: number): string[] {
  const hosts: string[] = [];
  for (let n = 0; hosts.length < count; n++) {
    const host = `host-${n}.example.net`;
    if (fits(hash(host))) hosts.push(host);
  }
  return hosts;
}

function distinctHosts(hosts: readonly string[]): number {
  const digest = emptyDigest();
  const lines = hosts.map((host) => combinedLine({ host }));
  new Engine().fold(Buffer.from(lines.join('\n')), combined, 'a.log', digest);
  return digest.distinctHosts.size();
}

const linesOf = (agents: readonly Buffer[]): Buffer =>
  Buffer.concat(
    agents.flatMap((agent) => {
      const [before = '', after = ''] = combinedLine({}, '-', '@').split('@');
      return [Buffer.from(before), agent, Buffer.from(`${after}\n`)];
    }),
  );

/** Puts the lines into an engine, and what they count into the digest as far as the engine gives it away of itself. */
function pour(engine: Engine, lines: Buffer, digest: Digest): void {
  engine.use(combined);
  engine.input.set(lines);
  engine.foldInput(0, lines.length, 'a.log', digest);
}

/** The key of an engine's tables before they were full for the first time. */
function firstTableKey(): string {
  const key = Buffer.alloc(16);
  key.writeBigUInt64LE(sipHash(TABLE_KEY, Buffer.alloc(7)), 0);
  key.writeBigUInt64LE(sipHash(TABLE_KEY, Buffer.alloc(8)), 8);
  return key.toString('hex');
}

/** Agents that want 64 of the 32,768 slots of a table with this key. */
function crowd(count: number): Buffer[] {
  const hash = sipHash53(firstTableKey());
  const agents: Buffer[] = [];
  for (let n = 0; agents.length < count; n++) {
    const agent = `agent-${n}`;
    // The slot is chosen by the lower bits of the upper half.
    if (((hash(agent) / 2 ** 21) & 0x7fff) < 64) agents.push(Buffer.from(agent));
  }
  return agents;
}

/** Those that all want a thirty-second of the registers, and those that want high ones. */
const fewer = (hash: number): boolean => hash < 1024 * REGISTER_SIZE;
const more = (hash: number): boolean => hash % REGISTER_SIZE < REGISTER_SIZE / 32;

describe('A client that chooses its hosts', () => {
  const chosen: readonly (readonly [string, (host: string) => number])[] = [
    ['the hash that had no key', hash53],
    ['the hash with a key of its own', sipHash53('0123456789abcdef'.repeat(2))],
  ];

  describe.each(chosen)('by %s', (_, hash) => {
    it.each([
      ['fewer', fewer],
      ['more', more],
    ])('cannot make them seem %s', (_name, fits) => {
      const hosts = hostsWhose(hash, fits, 30_000);
      expect(Math.abs(distinctHosts(hosts) / hosts.length - 1)).toBeLessThan(0.02);
    });
  });

  it('could do both while the hash had no key', () => {
    const counted = (fits: (hash: number) => boolean): number => {
      const sketch = new DistinctSketch();
      for (const host of hostsWhose(hash53, fits, 30_000)) sketch.count(hash53(host));
      return sketch.size();
    };
    expect(counted(fewer)).toBeLessThan(10_000);
    expect(counted(more)).toBeGreaterThan(36_000);
  });
});

describe('A client that chooses its agents', () => {
  const bytes = 8 * 1024 * 1024;

  it('finds no keys that crowd a table, where the hash before had 8,192 that met whatever its seed was', () => {
    const agents = Array.from({ length: 8192 }, (_, bits) => {
      const agent = Buffer.alloc(26 * 8, 'agent ');
      for (let pair = 0; pair < 13; pair++) {
        if (((bits >> pair) & 1) === 0) continue;
        for (const at of [16 * pair + 7, 16 * pair + 11, 16 * pair + 15]) agent[at] = (agent[at] ?? 0) ^ 0x80;
      }
      return agent;
    });
    for (const seed of [0n, 0x0123456789abcdefn, 2n ** 64n - 1n]) {
      expect(new Set(agents.map((agent) => foldingHash(agent, seed))).size).toBe(1);
    }
    const [engine, digest] = [new Engine(bytes), emptyDigest()];
    pour(engine, linesOf(agents), digest);
    // A table that is crowded gives away what it has counted.
    expect(digest.hits).toBe(0);
    engine.take('a.log', digest);
    expect([digest.hits, digest.tables.agents.size]).toEqual([8192, 8192]);
  });

  it('who knows the key of a table crowds it once: it is emptied early and has another key, and all is counted', () => {
    const lines = linesOf(crowd(400));
    const [engine, digest] = [new Engine(bytes, { tables: TABLE_KEY, distinct: HASH_KEY }), emptyDigest()];
    pour(engine, lines, digest);
    const early = digest.hits;
    expect(early).toBeGreaterThan(0);
    expect(early).toBeLessThan(250);
    pour(engine, lines, digest);
    pour(engine, lines, digest);
    expect(digest.hits).toBe(early);
    engine.take('a.log', digest);
    expect([digest.hits, digest.tables.agents.size]).toEqual([1200, 400]);
    expect(new Set(digest.tables.agents.rows().map(({ hits }) => hits))).toEqual(new Set([3]));
  });

  it('cannot have one key taken for another that begins, ends and is as long the same', () => {
    const agents = ['a', 'b'].map((letter) => Buffer.from(`${'x'.repeat(40)}${letter}${'y'.repeat(80)}`));
    const digest = emptyDigest();
    const lines = linesOf(Array.from({ length: 1000 }, (_, i) => agents[i % 2] ?? Buffer.alloc(0)));
    new Engine().fold(lines, combined, 'a.log', digest);
    expect(digest.tables.agents.rows().map(({ hits }) => hits)).toEqual([500, 500]);
  });

  it('may send none, in any order', () => {
    const agents = ['', 'a', '', '\0', '\0\0', ''].map((agent) => Buffer.from(agent));
    const digest = emptyDigest();
    new Engine().fold(linesOf(agents), combined, 'a.log', digest);
    expect(digest.tables.agents.get('')?.hits).toBe(3);
    expect(digest.tables.agents.size).toBe(4);
  });
});
