import { z } from 'zod'
import { Count, Timestamp } from './fields.ts'

/** What registered models are asked, how a candidate is released, and what became of the rows. */

export const MOST_ROWS = 10_000
export const PREDICT_BODY_BYTES = 16 * 2 ** 20

type Row = Record<string, number | string | boolean | null>
const CELL = { anyOf: [{ type: 'number' }, { type: 'string' }, { type: 'boolean' }, { type: 'null' }] }
/** Its cells are the model's to read: it says of each row what it can't, where a schema would refuse all of them, and go through all. */
const Row = z
  .custom<Row>((row) => typeof row === 'object' && row !== null && !Array.isArray(row), 'expected an object')
  .meta({ type: 'object', additionalProperties: CELL })

export const PredictRequest = z
  .strictObject({
    rows: z
      .array(Row)
      .min(1, 'it is empty')
      .describe(`up to ${MOST_ROWS} rows by the names of the model's inputs; null: a missing cell`),
    intervals: z.boolean().default(false).describe('of numbers'),
    level: z.number().gt(0).lt(1).optional().describe('of the intervals, which it asks for; one that the model has'),
    domain: z.boolean().default(false).describe('whether each row is like the training rows'),
    contributions: z.boolean().default(false).describe('what each input adds to each prediction'),
    other_columns: z.enum(['refuse', 'ignore']).default('refuse'),
  })
  .meta({ id: 'Predict' })
export type PredictRequest = z.input<typeof PredictRequest>

const flag = z.stringbool('expected true or false').optional().meta({ type: 'boolean' })

/** What is asked of JSON stands in its body. */
export const CsvPredictQuery = z.strictObject({
  intervals: flag.describe('of a CSV: also the ends of the intervals'),
  domain: flag.describe('of a CSV: also whether each row is like the training rows'),
  level: z.coerce
    .number('expected a number between 0 and 1')
    .gt(0)
    .lt(1)
    .optional()
    .describe('of a CSV: of the intervals, which it asks for'),
})

const RowError = z.object({ code: z.string(), message: z.string() }).meta({ id: 'RowError' })

/** One row: `value`, or `error` where it was refused. */
export const RowPrediction = z
  .object({
    row: z.int().min(1),
    value: z.union([z.number(), z.string(), z.null()]).optional(),
    shares: z.record(z.string(), z.number()).optional().describe('of a model of classes'),
    interval: z
      .object({ level: z.number(), low: z.number(), high: z.number() })
      .nullable()
      .optional()
      .describe('of a number; null: the model has none'),
    domain: z
      .object({
        verdict: z.string(),
        distance: z.number(),
        columns: z.array(z.string()).describe('that the verdict is about'),
      })
      .nullable()
      .optional(),
    contributions: z
      .object({ base: z.number(), values: z.record(z.string(), z.number()) })
      .nullable()
      .optional()
      .describe(
        'base and values add up to the value, of classes to the share of the last one; null: the model tells none',
      ),
    flags: z.array(z.record(z.string(), z.unknown())).optional().describe('what is doubtful; left out: nothing'),
    error: RowError.optional(),
  })
  .meta({ id: 'RowPrediction' })
export type RowPrediction = z.infer<typeof RowPrediction>

export const PredictResponse = z
  .object({
    model_name: z.string(),
    model_version: z.int(),
    target: z.string(),
    predictions: z.array(RowPrediction),
    errors: Count.describe('rows that were refused'),
  })
  .meta({ id: 'Predictions' })
export type PredictResponse = z.infer<typeof PredictResponse>

// release

export const RELEASE_MODES = ['shadow', 'canary'] as const

const ReleaseLimits = z
  .object({
    minimum: z.int().min(5).max(100_000).default(50).describe('requests of each side before it is judged'),
    error_rate: z.number().min(0).max(1).default(0.02).describe('share of requests that the candidate may fail'),
    latency_ratio: z
      .number()
      .min(1)
      .max(100)
      .default(2)
      .describe("how many times production's p95 its requests may take"),
    score_psi: z.number().min(0.05).max(10).default(0.25).describe('PSI of its predictions against production'),
    score_minimum: z.int().min(50).max(1_000_000).default(300).describe('rows of each side before scores are compared'),
  })
  .meta({ id: 'ReleaseLimits' })

export const StartReleaseRequest = z
  .object({
    version: z.int().min(1),
    mode: z.enum(RELEASE_MODES),
    share: z.number().gt(0).max(1).default(0.05).describe('of the requests: canary, answered; shadow, answered beside'),
    limits: ReleaseLimits.prefault({}),
    allow_other_signature: z.boolean().default(false),
  })
  .meta({ id: 'StartRelease' })
export type StartReleaseRequest = z.input<typeof StartReleaseRequest>

const ReleaseSide = z
  .object({
    requests: Count,
    rows: Count,
    errors: Count,
    p50_ms: z.number().nullable().describe('of requests that both were asked; null: none yet'),
    p95_ms: z.number().nullable(),
  })
  .meta({ id: 'ReleaseSide' })

export const Release = z
  .object({
    release_id: z.string(),
    model_name: z.string(),
    mode: z.enum(RELEASE_MODES),
    state: z.enum(['running', 'returned', 'ended']),
    version: z.int(),
    production_version: z.int(),
    share: z.number(),
    limits: ReleaseLimits,
    started_at: Timestamp,
    started_by: z.string(),
    ended_at: Timestamp.nullable(),
    reason: z.string().describe('why it was returned or ended'),
    production: ReleaseSide,
    candidate: ReleaseSide,
    score_psi: z.number().nullable().describe('null: not enough rows yet'),
    differences: z
      .object({
        rows: Count.describe('answered by both'),
        equal: Count.describe('the same class, or numbers that differ by 1e-9 of their size at most'),
        mean_absolute: z.number().nullable(),
        largest_absolute: z.number().nullable(),
      })
      .nullable()
      .describe('of requests that both were asked'),
  })
  .meta({ id: 'Release' })
export type Release = z.infer<typeof Release>

export const ListReleasesResponse = z
  .object({ releases: z.array(Release).describe('newest first') })
  .meta({ id: 'Releases' })
export type ListReleasesResponse = z.infer<typeof ListReleasesResponse>

// drift

export const DriftQuery = z.object({
  version: z.coerce.number().int().min(1).optional().describe('left out: the one in production, else the latest'),
  hours: z.coerce.number().int().min(1).max(168).default(24),
})

const DriftBin = z
  .object({
    level: z.string().optional().describe('of a category; a bin without one is of all other levels'),
    up_to: z.number().optional().describe('of numbers; a bin without one is of all above those before'),
    before: z.number().min(0).max(1).describe('share of the rows that have a value'),
    now: z.number().min(0).max(1),
  })
  .meta({ id: 'DriftBin' })

export const DriftColumn = z
  .object({
    name: z.string(),
    state: z.enum(['stable', 'shifting', 'drifted', 'not_enough', 'not_measured']),
    rows: Count,
    psi: z.number().nullable(),
    ks: z.number().nullable().describe('of numbers: the largest distance of the distributions'),
    ks_p: z.number().nullable(),
    missing_share: z.number().nullable(),
    bins: z.array(DriftBin).optional().describe('of PSI; left out: nothing was compared'),
  })
  .meta({ id: 'DriftColumn' })
export type DriftColumn = z.infer<typeof DriftColumn>

export const DriftResponse = z
  .object({
    model_name: z.string(),
    version: z.int(),
    baseline: z.enum(['training', 'first_rows', 'none']),
    baseline_rows: Count,
    rows: Count,
    minimum_rows: Count,
    hours: Count,
    inputs: z.array(DriftColumn),
    output: DriftColumn,
  })
  .meta({ id: 'Drift' })
export type DriftResponse = z.infer<typeof DriftResponse>

// at the root

export const MOST_TEXTS = 1000
/** Longer ones are cut by the model, which tells so. */
export const LONGEST_REQUEST_TEXT = 100_000

const Text = z
  .string()
  .refine((text) => text.trim() !== '', 'it is empty')
  .refine((text) => text.length <= LONGEST_REQUEST_TEXT, `it has more than ${LONGEST_REQUEST_TEXT} characters`)
  .meta({ examples: ['It works well.'] })

export const SentimentRequest = z
  .object({ text: Text.optional(), texts: z.array(Text).min(1).max(MOST_TEXTS).optional() })
  .refine(({ text, texts }) => (text === undefined) !== (texts === undefined), 'send either text or texts')
  .meta({ id: 'SentimentRequest', examples: [{ text: 'It works well.' }] })
export type SentimentRequest = z.input<typeof SentimentRequest>

const sentiment = {
  sentiment: z.enum(['positive', 'negative', 'neutral']),
  confidence: z.number().min(0).max(1),
}
export const SentimentResponse = z
  .object({
    sentiment: sentiment.sentiment.optional().describe('of text'),
    confidence: sentiment.confidence.optional(),
    predictions: z.array(z.object(sentiment)).optional().describe('of texts, in their order'),
    model_version: z.string(),
  })
  .meta({ id: 'Sentiment' })
export type SentimentResponse = z.infer<typeof SentimentResponse>

export const ModelInfo = z
  .object({
    name: z.string(),
    version: z.string(),
    classes: z.array(z.string()),
    training_data: z.record(z.string(), z.unknown()),
    metrics: z.record(z.string(), z.number()),
    loaded: z.boolean(),
  })
  .meta({ id: 'ModelInfo' })
export type ModelInfo = z.infer<typeof ModelInfo>

export const ServiceInfo = z
  .object({ service: z.string(), version: z.string(), links: z.record(z.string(), z.string()) })
  .meta({ id: 'ServiceInfo' })
export type ServiceInfo = z.infer<typeof ServiceInfo>
