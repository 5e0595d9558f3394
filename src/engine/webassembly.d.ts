// What the engine uses of WebAssembly, whose types come with those of browsers only.
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
