import { readFileSync } from 'node:fs';

/** The exports of the compiled engine; the counters are globals. */
export interface EngineExports {
  readonly setLayout: (beforeBytes: number, steps: number, fieldBits: number, microseconds: number) => void;
  readonly setJson: () => void;
  /** Sets the number of tables that have headers. */
  readonly setTables: (count: number) => void;
  /** Seconds since 1970, half-open. */
  readonly setBounds: (from: bigint, to: bigint) => void;
  readonly setFilter: (
    isFiltered: number,
    terms: number,
    hasStatuses: number,
    hasRequest: number,
    isOfLines: number,
  ) => void;
  /** Sets the hash keys, each in two halves, the lower first. */
  readonly setHashKeys: (tables0: bigint, tables1: bigint, distinct0: bigint, distinct1: bigint) => void;
  /** 53 bits of hash of the bytes at an address. */
  readonly distinctHash: (at: number, length: number) => number;
  readonly clear: (keys: number) => void;
  readonly fold: (at: number, to: number) => number;
  readonly passedHits: WebAssembly.Global;
  readonly passedUnparsed: WebAssembly.Global;
  readonly isFull: WebAssembly.Global;
  readonly hits: WebAssembly.Global;
  readonly errors: WebAssembly.Global;
  readonly unparsed: WebAssembly.Global;
  readonly overlong: WebAssembly.Global;
  readonly bytes: WebAssembly.Global;
  readonly maxSize: WebAssembly.Global;
  readonly latencies: WebAssembly.Global;
  readonly maxLatency: WebAssembly.Global;
}

let compiled: WebAssembly.Module | undefined;

/** The compiled engine, which may be sent to a worker. `npm run build` compiles `assembly` to `engine.wasm`. */
export function engineModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readFileSync(new URL('./engine.wasm', import.meta.url)));
  return compiled;
}

/** Adopts the engine compiled by another thread, and with it the code that V8 has optimised for its use. */
export function adoptEngineModule(module: WebAssembly.Module): void {
  compiled = module;
}

/** An instance of the engine over a memory of its own. */
export function instantiate(memory: WebAssembly.Memory): EngineExports {
  const instance = new WebAssembly.Instance(engineModule(), { env: { memory } });
  return instance.exports as unknown as EngineExports;
}
