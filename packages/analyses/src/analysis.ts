import type { Report } from '@zerosec/report'
import type { Table } from '@zerosec/table'
import type { z } from 'zod'

/** Something a user can run. Adding one is one folder here and one line in `catalogue.ts`; nothing else changes. */
export interface Analysis<Parameters = unknown> {
  /** The `job_type`. */
  readonly name: string
  readonly title: string
  /** One sentence: what it answers. */
  readonly summary: string
  /** Every parameter has a default or is required; texts for users stand in each field's `.meta()`: see `ParameterMeta`. */
  readonly parameters: z.ZodType<Parameters>
  /** Pure: same table, parameters and seed give the same result, byte for byte, for any number of threads. */
  run(input: AnalysisInput<Parameters>): Promise<AnalysisResult>
}

/** A report with files of its own beside it: models, tables for other programs. */
export interface AnalysisResult {
  readonly report: Report
  readonly files: readonly AnalysisFile[]
}

export interface AnalysisFile {
  /** Below the output folder: models/strength.zsm, shap_strength.csv … */
  readonly path: string
  /** As artifacts name it: json, csv, onnx, txt … */
  readonly type: string
  readonly bytes: Uint8Array
}

/**
 * Parts of a long analysis that are done, kept by whoever runs it, so that a run that was killed goes on where it was. A part is
 * computed from (table, parameters, seed) and its key alone: a kept part is what computing it again would give.
 */
export interface Checkpoints {
  /** What an earlier attempt of the same run kept. */
  load(key: string): Promise<Uint8Array | undefined>
  save(key: string, bytes: Uint8Array): Promise<void>
  /** Replaces the file that is shown as the result so far, also when the run is cancelled. */
  publish(file: AnalysisFile): Promise<void>
}

/**
 * Parts of one run that other processes compute as well, each with the same table, parameters and seed, and keep as its checkpoints.
 * A part belongs to one of them at a time; who is lost loses its parts.
 */
export interface SharedParts extends Sharing {
  /** Lets others compute these parts. */
  offer(keys: readonly string[]): Promise<void>
  /**
   * Of these parts, all of them missing here, one that nobody else computes is this run's from now on; a helper is given none but
   * those that were offered.
   * @param takesOver  takes, if there is none, one that somebody else seems to be lost with
   */
  take(keys: readonly string[], takesOver: boolean): Promise<TakenPart>
}

export interface Sharing {
  /** This run only computes parts: the result is another one's. */
  readonly isHelper: boolean
  /** How long a run works alone before it offers the parts that are left. */
  readonly offerAfterSeconds: number
}

export interface TakenPart {
  readonly mine: string | undefined
  /** Those that somebody has kept. */
  readonly kept: readonly string[]
}

export interface AnalysisInput<Parameters> {
  readonly table: Table
  readonly parameters: Parameters
  readonly seed: number
  /** Another sheet of the same file, read as the table was; left out for a file without sheets. */
  readonly readSheet?: (sheet: string) => Promise<Table>
  /**
   * A file that a parameter names: a path on the command line, the key of a file of the same workspace in a job. `runFile` always gives
   * it, and records what was read in the report.
   * @throws CodedError file_not_found, file_unreadable, file_too_large; in a job file_reference_invalid, job_unknown, job_not_completed,
   *   artifact_unknown, input_not_uploaded
   */
  readonly openFile?: (reference: string) => Promise<NamedFile>
  /** fraction in 0..1 and what is being done. */
  readonly progress: (fraction: number, message: string) => void
  /** Left out where nothing is kept. */
  readonly checkpoints?: Checkpoints
  /** Given with checkpoints alone; left out where a run has all its parts to itself. */
  readonly sharing?: SharedParts
}

export interface NamedFile {
  /** Without folders. */
  readonly name: string
  readonly bytes: Uint8Array
}

/** Form hints in a parameter's `.meta()`; they reach the API's JSON Schema, the CLI's help and the web form. */
export interface ParameterMeta {
  readonly title: string
  readonly description: string
  /** The field takes the name of a column (or a list of them): the form offers the table's columns. */
  readonly column?: 'response' | 'factor'
  /** The field names a file (or a list of them) for `AnalysisInput.openFile`: the form offers the files of completed jobs. */
  readonly file?: 'model' | 'table'
  /** A list whose texts may have commas in them: the form gives each a line. */
  readonly lines?: true
  /** Shown folded away. */
  readonly advanced?: boolean
}
