/** The structured result of an analysis. Page, workbook, PNG and SVG are renderings of it; plain JSON all through. */
export interface Report {
  readonly format: 'zerosec.report/1'
  /** The job type. */
  readonly analysis: string
  readonly version: string
  readonly title: string
  /** One sentence in plain words: what was found. */
  readonly headline: string
  readonly table: { readonly name: string; readonly rows: number; readonly columns: number; readonly sha256: string }
  /** Those that parameters name, as they were read: models, further tables. */
  readonly files?: readonly ReferencedFile[]
  readonly parameters: Readonly<Record<string, Json>>
  readonly seed: number
  readonly warnings: readonly Warning[]
  /** For programs: stable snake_case names. */
  readonly values: Readonly<Record<string, Json>>
  readonly sections: readonly Section[]
}

export interface ReferencedFile {
  /** As the parameter gives it: a path, or the key of a stored file. */
  readonly reference: string
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** Everything that was dropped, filled, converted, capped or is doubtful, in words that an engineer uses. */
export interface Warning {
  readonly code: string
  readonly level: 'note' | 'caution' | 'serious'
  readonly message: string
  readonly columns?: readonly string[]
  /** 1-based rows of the file, 20 at most. */
  readonly rows?: readonly number[]
  readonly count?: number
}

export interface Section {
  /** snake_case, unique in the report. */
  readonly id: string
  readonly title: string
  /** One or two sentences on how to read it. */
  readonly text?: string
  readonly blocks: readonly Block[]
}

export type Block = MetricsBlock | TableBlock | FigureBlock | FormulaBlock | CalculatorBlock | RunSheetBlock | TextBlock

export interface TextBlock {
  readonly kind: 'text'
  readonly text: string
}

/** A handful of figures to read first. */
export interface MetricsBlock {
  readonly kind: 'metrics'
  readonly id: string
  readonly items: readonly {
    readonly label: string
    readonly value: number | string | null
    readonly unit?: string
    readonly note?: string
  }[]
}

export interface TableBlock {
  readonly kind: 'table'
  readonly id: string
  readonly title: string
  readonly columns: readonly TableBlockColumn[]
  readonly rows: readonly (readonly (string | number | boolean | null)[])[]
  readonly note?: string
}

export interface TableBlockColumn {
  readonly name: string
  readonly label: string
  /** percent: the value is the fraction, 0.12 for 12 %. */
  readonly format: 'text' | 'number' | 'integer' | 'percent' | 'p_value'
  readonly unit?: string
}

export interface FigureBlock {
  readonly kind: 'figure'
  /** snake_case, unique in the report: the name of its PNG and SVG. */
  readonly id: string
  readonly title: string
  readonly caption?: string
  /** A Vega-Lite specification with its data inline and no theme: each rendering adds the theme. */
  readonly spec: Readonly<Record<string, unknown>>
}

/** A prediction formula as text that can be pasted elsewhere. */
export interface FormulaBlock {
  readonly kind: 'formula'
  readonly id: string
  readonly title: string
  readonly text: string
}

/**
 * A linear predictor that a rendering makes live: y = Σ estimateⱼ · termⱼ(inputs), and its interval
 * y ± quantile · √(sigma²·(with noise) + x' covariance x).
 */
export interface CalculatorBlock {
  readonly kind: 'calculator'
  readonly id: string
  readonly title: string
  readonly response: { readonly name: string; readonly unit?: string }
  readonly inputs: readonly CalculatorInput[]
  readonly terms: readonly CalculatorTerm[]
  /** p × p row-major: covariance of the estimates, σ² included. Null where the method gives none (lasso …). */
  readonly covariance: readonly number[] | null
  /** Residual standard deviation; for methods without a covariance the cross-validated error. */
  readonly sigma: number
  /** Two-sided t quantile at `confidence`. */
  readonly quantile: number
  readonly confidence: number
}

export type CalculatorInput =
  | {
      readonly kind: 'number'
      readonly name: string
      readonly unit?: string
      readonly low: number
      readonly high: number
      readonly start: number
    }
  | { readonly kind: 'category'; readonly name: string; readonly levels: readonly string[]; readonly start: string }

/** A product of pieces; no pieces: the intercept. */
export interface CalculatorTerm {
  readonly name: string
  readonly estimate: number
  readonly pieces: readonly CalculatorPiece[]
}

/**
 * power: ((input − center) / scale)^power. function: natural logarithm or exponential of the input. level: the coded value of
 * each level of a categorical input, in the order of its levels.
 */
export type CalculatorPiece =
  | {
      readonly kind: 'power'
      readonly input: string
      readonly power: number
      readonly center: number
      readonly scale: number
    }
  | { readonly kind: 'function'; readonly function: 'log' | 'exp'; readonly input: string }
  | { readonly kind: 'level'; readonly input: string; readonly codes: readonly number[] }

/** An experiment to make: a rendering writes it as a workbook to fill in. One a report at most. */
export interface RunSheetBlock {
  readonly kind: 'run_sheet'
  readonly id: string
  readonly title: string
  readonly factors: readonly RunSheetFactor[]
  readonly responses: readonly { readonly name: string; readonly unit?: string }[]
  /** In the order of making; existing ones first. */
  readonly runs: readonly RunSheetRun[]
  /** What the runs must keep to, as the user wrote it. */
  readonly constraints: readonly string[]
  /** How the runs were chosen: model, criterion, seed … */
  readonly facts: readonly { readonly label: string; readonly value: string | number }[]
}

/** block: circumstances under which the run is made (a day, a batch), not a setting. */
export type RunSheetFactor =
  | {
      readonly kind: 'number'
      readonly name: string
      readonly unit?: string
      readonly low: number
      readonly high: number
      /** Decimals that are shown. */
      readonly digits: number
      /** The only values it can be set to; left out: any. */
      readonly levels?: readonly number[]
      /** Of a component of a mixture: the amounts of a group sum to its total. */
      readonly mixture?: { readonly group: string; readonly total: number; readonly step?: number }
    }
  | {
      readonly kind: 'category' | 'block'
      readonly name: string
      readonly unit?: string
      readonly levels: readonly string[]
    }

export interface RunSheetRun {
  /** Counts from 1; unique. */
  readonly number: number
  readonly role: 'new' | 'existing' | 'center' | 'replicate'
  /** Counts from 1: runs of one whole plot are made without changing the hard-to-change factors between them. */
  readonly wholePlot?: number
  /** In natural units, one a factor. */
  readonly settings: readonly (number | string)[]
  /** One a response; null: still to be measured. */
  readonly results: readonly (number | null)[]
}
