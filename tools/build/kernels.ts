import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const SOURCES = 'packages/engine/assembly'
const TARGETS = 'packages/engine/src/kernels'
/** 65,536 pages of 64 KiB: all that a 32-bit address reaches. A shared memory has to name its largest size. */
const LARGEST_PAGES = '65536'

interface Compiler {
  main(
    flags: readonly string[],
    files: {
      readFile(name: string): string | null
      writeFile(name: string, contents: Uint8Array | string): void
      listFiles(): string[]
    },
  ): Promise<{ error: Error | null; stderr: { toString(): string } }>
}

/** Named at run time: the package's own declarations would change those of typed arrays in the whole repository. */
const COMPILER: string = 'assemblyscript/asc'

/** WebAssembly modules of the engine, one for each AssemblyScript file of the folder with what it imports from folders below: the text of each target by its path from the root. */
export async function generatedKernels(root: string): Promise<ReadonlyMap<string, string>> {
  const names = readdirSync(join(root, SOURCES))
    .filter((file) => file.endsWith('.as'))
    .map((file) => file.slice(0, -'.as'.length))
    .sort()
  const texts = new Map<string, string>()
  for (const name of names) {
    const path = `${TARGETS}/${name}-wasm.ts`
    texts.set(path, moduleText(name, await compileModule(root, name, []), await compileModule(root, name, SHARED)))
  }
  return texts
}

export function writeKernels(root: string, texts: ReadonlyMap<string, string>): void {
  for (const [path, text] of texts) writeFileSync(join(root, path), text)
}

const SHARED = ['--enable', 'threads', '--sharedMemory', '--maximumMemory', LARGEST_PAGES]

/** A source has the extension .as, since it is no TypeScript to the other tools; the compiler asks for .ts. */
async function compileModule(root: string, name: string, flags: readonly string[]): Promise<Uint8Array> {
  let binary: Uint8Array | undefined
  const compiler = (await import(COMPILER)) as Compiler
  const { error, stderr } = await compiler.main(
    [
      `${name}.ts`,
      '--outFile',
      `${name}.wasm`,
      '-O3',
      '--noAssert',
      '--runtime',
      'stub',
      '--importMemory',
      '--enable',
      'simd',
      ...flags,
    ],
    {
      readFile: (file) => sourceText(join(root, SOURCES, file.replace(/\.ts$/, '.as'))),
      writeFile: (file, contents) => {
        if (file === `${name}.wasm`) binary = contents as Uint8Array
      },
      listFiles: () => [],
    },
  )
  if (error || !binary) throw new Error(`${SOURCES}/${name}.as does not compile:\n${stderr.toString()}`)
  return binary
}

function sourceText(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}

function moduleText(name: string, own: Uint8Array, shared: Uint8Array): string {
  const constant = `${name.replaceAll('-', '_').toUpperCase()}_WASM`
  return `import type { KernelBinary } from './instantiate.ts'

/** Made by \`npm run kernels\` from packages/engine/assembly/${name}.as: change that. */
export const ${constant}: KernelBinary = {
  own: '${base64(own)}',
  shared:
    '${base64(shared)}',
}
`
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
