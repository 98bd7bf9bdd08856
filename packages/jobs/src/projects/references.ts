/** A file that a parameter of a job names. */
export interface FileReference {
  readonly parameter: string
  /** Its key: outputs/<job_id>/… or inputs/<job_id>/… */
  readonly reference: string
  /** The job that made it; null for an uploaded file. */
  readonly sourceJobId: string | null
}

/** A job that names more of them is followed no further. */
const MOST_REFERENCES = 100
const KEY = /^(inputs|outputs)\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/[^\p{Cc}]+$/iu
const LONGEST_KEY = 1024

/**
 * The keys of stored files among the values of parameters, at any depth, each once. By their form, not by the schema of the analysis:
 * so a job's lineage can be told also where its analysis is no longer there. A text that only looks like a key leads to nothing.
 */
export function referencesOf(parameters: Readonly<Record<string, unknown>>): FileReference[] {
  const found = new Map<string, FileReference>()
  const look = (parameter: string, value: unknown): void => {
    if (found.size >= MOST_REFERENCES) return
    if (typeof value === 'string') {
      const reference = value.normalize('NFC') // as keys are stored
      const [, folder, jobId] = (reference.length <= LONGEST_KEY && KEY.exec(reference)) || []
      if (jobId === undefined || found.has(reference)) return
      found.set(reference, { parameter, reference, sourceJobId: folder === 'outputs' ? jobId : null })
    } else if (typeof value === 'object' && value !== null) {
      for (const each of Object.values(value)) look(parameter, each)
    }
  }
  for (const [parameter, value] of Object.entries(parameters)) look(parameter, value)
  return [...found.values()]
}

/** A file's name is the last part of its key. */
export function nameOfKey(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1)
}
