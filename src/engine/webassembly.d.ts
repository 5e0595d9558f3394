// The parts of WebAssembly that the engine uses; its types otherwise come only with those of browsers.
declare namespace WebAssembly {
  class Memory {
    constructor(limits: { readonly initial: number });
    readonly buffer: ArrayBuffer;
  }
  class Module {
    constructor(bytes: Uint8Array);
    readonly [Symbol.toStringTag]: string;
  }
  class Instance {
    constructor(module: Module, imports: object);
    readonly exports: object;
  }
  interface Global {
    value: number;
  }
}
