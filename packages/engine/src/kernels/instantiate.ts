/** A WebAssembly module in base64: for a memory of its own, and for one that threads share. Both compute the same. */
export interface KernelBinary {
  readonly own: string
  readonly shared: string
}

const compiled = new Map<string, WebAssembly.Module>()

/**
 * An instance of a kernel module on a memory; the module is compiled once a thread.
 *
 * @param memory  shared or not: the module that fits is taken
 * @returns its exported functions; pointers are byte offsets into the memory
 */
export function instantiateKernels<Exports>(binary: KernelBinary, memory: WebAssembly.Memory): Exports {
  const isShared = typeof SharedArrayBuffer !== 'undefined' && memory.buffer instanceof SharedArrayBuffer
  const module = moduleOf(isShared ? binary.shared : binary.own)
  return new WebAssembly.Instance(module, { env: { memory } }).exports as Exports
}

function moduleOf(base64: string): WebAssembly.Module {
  const known = compiled.get(base64)
  if (known) return known
  const module = new WebAssembly.Module(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)))
  compiled.set(base64, module)
  return module
}
