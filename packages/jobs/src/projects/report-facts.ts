import { tQuantile } from '@zerosec/engine'

/** What lineage and rounds need of a report; the report itself has every figure in it and is too large to read again and again. */
export interface ReportFacts {
  readonly version: string | null
  readonly seed: number | null
  /** Complete: with the defaults. */
  readonly parameters: Readonly<Record<string, unknown>>
  readonly table: { readonly name: string; readonly rows: number; readonly sha256: string } | null
  /** Those that parameters name, as they were read. */
  readonly files: readonly { readonly reference: string; readonly sha256: string }[]
  readonly models: readonly ModelFacts[]
}

export interface ModelFacts {
  readonly target: string
  readonly cvRmse: number | null
  readonly cvR2: number | null
  /** Upper less lower end, typically; null where the analysis gives no interval. */
  readonly intervalWidth: number | null
  readonly intervalLevel: number | null
}

type Members = Readonly<Record<string, unknown>>

/**
 * Reads `report.json` defensively: it was written by a task that had read somebody's file, and perhaps by another version. What is not
 * there is null.
 *
 * @returns undefined for what is no report at all
 */
export function reportFacts(report: unknown): ReportFacts | undefined {
  if (!isMembers(report) || typeof report['format'] !== 'string' || !isMembers(report['values'])) return undefined
  const parameters = isMembers(report['parameters']) ? report['parameters'] : {}
  return {
    version: text(report['version']),
    seed: number(report['seed']),
    parameters,
    table: tableOf(report['table']),
    files: list(report['files']).flatMap(({ reference, sha256 }) =>
      typeof reference === 'string' && typeof sha256 === 'string' ? [{ reference, sha256 }] : [],
    ),
    models: modelsOf(report['values'], parameters),
  }
}

/** Analyses with several responses list them in `targets`; those with one have it in `response`. */
function modelsOf(values: Members, parameters: Members): ModelFacts[] {
  if (Array.isArray(values['targets'])) {
    return list(values['targets']).flatMap((one) => {
      const half = number(one['interval_half_width'])
      const width = half === null ? null : 2 * half
      return modelOf(one['target'], one, { width, level: number(one['interval_level']) })
    })
  }
  return modelOf(values['response'], values, linearInterval(values, parameters))
}

function modelOf(
  target: unknown,
  values: Members,
  interval: { width: number | null; level: number | null },
): ModelFacts[] {
  const cvRmse = number(values['cv_rmse'])
  if (typeof target !== 'string' || cvRmse === null) return []
  const { width, level } = interval
  return [
    {
      target,
      cvRmse,
      cvR2: number(values['cv_r2']),
      intervalWidth: width,
      intervalLevel: width === null ? null : level,
    },
  ]
}

/** Of least squares: the prediction interval of a run of mean leverage p / n, 2 t σ √(1 + p / n). */
function linearInterval(values: Members, parameters: Members): { width: number | null; level: number | null } {
  const level = number(parameters['confidence_level'])
  const read = (name: string): number => number(values[name]) ?? Number.NaN
  const [sigma, rest, model, rows] = [read('sigma'), read('residual_df'), read('model_df'), read('rows_used')]
  const isTold = sigma > 0 && rest > 0 && model >= 0 && rows > 0
  if (level === null || level <= 0 || level >= 1 || !isTold) return { width: null, level }
  const t = tQuantile((1 + level) / 2, rest)
  return { width: 2 * t * sigma * Math.sqrt(1 + (model + 1) / rows), level }
}

function tableOf(table: unknown): ReportFacts['table'] {
  if (!isMembers(table)) return null
  const [name, sha256, rows] = [text(table['name']), text(table['sha256']), number(table['rows'])]
  return name === null || sha256 === null || rows === null ? null : { name, sha256, rows }
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function list(value: unknown): readonly Members[] {
  return Array.isArray(value) ? value.filter(isMembers) : []
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
