import type { Files } from '@zerosec/jobs'
import { readModelFile } from '../registry/model-files.ts'
import type { VersionFacts } from '../registry/version-facts.ts'
import { LoadedModel } from './loaded-model.ts'

/** A decoded model, and the forms in which it is packed for predictions, to the bytes of its file. */
const MEMORY_PER_BYTE = 3
/** How long a version that could not be loaded is not tried again. */
const FAILED_MS = 5000

/** The models in the memory of this process, those that were used last, within a bound. */
export class LoadedModels {
  readonly #files: Files
  readonly #mostBytes: number
  /** In the order of their last use. */
  readonly #loaded = new Map<string, LoadedModel>()
  readonly #loading = new Map<string, Promise<LoadedModel>>()
  readonly #failed = new Map<string, { readonly error: unknown; readonly until: number }>()
  #bytes = 0

  constructor(files: Files, memoryMb: number) {
    this.#files = files
    this.#mostBytes = memoryMb * 2 ** 20
  }

  get count(): number {
    return this.#loaded.size
  }

  get bytes(): number {
    return this.#bytes
  }

  /** The versions that could not be loaded lately. */
  get failed(): number {
    return this.#failed.size
  }

  /** The memory that versions take together, in MB, and how much there is for all. */
  room(versions: readonly VersionFacts[]): { readonly needed: number; readonly limit: number } {
    const bytes = versions.reduce((sum, version) => sum + version.bytes * MEMORY_PER_BYTE, 0)
    return { needed: Math.ceil(bytes / 2 ** 20), limit: this.#mostBytes / 2 ** 20 }
  }

  peek(versionId: string): LoadedModel | undefined {
    const model = this.#loaded.get(versionId)
    if (model) {
      this.#loaded.delete(versionId)
      this.#loaded.set(versionId, model)
    }
    return model
  }

  /**
   * The version, from memory or the store of files; once for all that ask at the same time.
   *
   * @throws CodedError model_file_lost, model_golden_differs, as `decodeModel`; service_unavailable
   */
  async load(facts: VersionFacts): Promise<LoadedModel> {
    const { versionId } = facts
    const known = this.peek(versionId)
    if (known) return known
    const failed = this.#failed.get(versionId)
    if (failed && failed.until > Date.now()) throw failed.error
    let loading = this.#loading.get(versionId)
    if (!loading) {
      loading = this.#read(facts).finally(() => this.#loading.delete(versionId))
      this.#loading.set(versionId, loading)
    }
    return loading
  }

  /** Reads the file again, whatever is in memory: for who wants to know whether it is still good. */
  async verify(facts: VersionFacts): Promise<LoadedModel> {
    this.#failed.delete(facts.versionId)
    return this.#read(facts)
  }

  async #read(facts: VersionFacts): Promise<LoadedModel> {
    try {
      const model = new LoadedModel(facts, await readModelFile(this.#files, facts))
      this.#failed.delete(facts.versionId)
      this.#keep(model)
      return model
    } catch (error) {
      if (this.#failed.size > 1000) this.#failed.clear()
      this.#failed.set(facts.versionId, { error, until: Date.now() + FAILED_MS })
      throw error
    }
  }

  /** The newest stays, also where it alone is more than the bound. */
  #keep(model: LoadedModel): void {
    const { versionId, bytes } = model.facts
    if (!this.#loaded.delete(versionId)) this.#bytes += bytes * MEMORY_PER_BYTE
    this.#loaded.set(versionId, model)
    for (const [oldest, { facts }] of this.#loaded) {
      if (this.#bytes <= this.#mostBytes || oldest === versionId) break
      this.#loaded.delete(oldest)
      this.#bytes -= facts.bytes * MEMORY_PER_BYTE
    }
  }
}
