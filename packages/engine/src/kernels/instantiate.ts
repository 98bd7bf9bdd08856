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
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the module's exports are known to the caller only
export function instantiateKernels<Exports>(binary: KernelBinary, memory: WebAssembly.Memory): Exports {
  const isShared = typeof SharedArrayBuffer !== 'undefined' && memory.buffer instanceof SharedArrayBuffer
  const code = moduleOf(isShared ? binary.shared : binary.own)
  return new WebAssembly.Instance(code, { env: { memory } }).exports as Exports
}

function moduleOf(base64: string): WebAssembly.Module {
  const known = compiled.get(base64)
  if (known) return known
  const code = new WebAssembly.Module(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)))
  compiled.set(base64, code)
  return code
}
