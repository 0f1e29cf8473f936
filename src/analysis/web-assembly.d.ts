/** What of WebAssembly is used here; Node's types leave it to the browser's. */
declare namespace WebAssembly {
  interface Memory {
    readonly buffer: ArrayBuffer
    grow(pages: number): number
  }
  interface Module {
    readonly __module?: never
  }
  const Module: new (bytes: Uint8Array) => Module
  const Instance: new (module: Module) => { readonly exports: Readonly<Record<string, unknown>> }
}
