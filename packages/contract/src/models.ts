import { z } from 'zod'
import { Count, JobId, ObjectKey, Timestamp } from './fields.ts'

/** The registry of models: names, immutable versions, aliases. */

export const PRODUCTION = 'production'
export const CANDIDATE = 'candidate'

export const EXPORT_FORMATS = ['onnx', 'lightgbm', 'xgboost'] as const
export const MODEL_FILE_FORMATS = ['zsm', ...EXPORT_FORMATS] as const
export type ModelFileFormat = (typeof MODEL_FILE_FORMATS)[number]

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/
const ALIAS = /^[a-z][a-z0-9_-]{0,31}$/
const isText = (text: string): boolean => text.isWellFormed() && !/\p{Cc}/u.test(text.replaceAll(/[\r\n\t]/g, ' '))

export const ModelName = z
  .string()
  .regex(
    NAME,
    'a name has up to 64 small letters, digits, dots, hyphens and underscores, and begins with a letter or digit',
  )
  .meta({ examples: ['strength'] })
export const ModelAlias = z
  .string()
  .regex(ALIAS, 'an alias has up to 32 small letters, digits, hyphens and underscores, and begins with a letter')
  .meta({ examples: [PRODUCTION] })
const Version = z.int().min(1).max(1_000_000)
const PathVersion = z.coerce.number('expected a whole number').pipe(Version)
const reason = z.string().max(1000).refine(isText, 'it has control characters').default('')

export const ModelParams = z.object({ model_name: ModelName })
export const ModelVersionParams = z.object({ model_name: ModelName, model_version: PathVersion })
/** `strength`, or `strength@candidate`: an alias; left out, production. */
export const ModelReferenceParams = z.object({
  model_name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,63}(@[a-z][a-z0-9_-]{0,31})?$/, 'expected a name of a model, or <name>@<alias>')
    .describe('a name, or <name>@<alias>; without an alias production answers'),
})

export const ModelInputView = z
  .object({
    name: z.string(),
    kind: z.enum(['number', 'category', 'boolean', 'text']),
    unit: z.string().optional(),
    low: z.number().optional().describe('of the training rows'),
    high: z.number().optional(),
    levels: z.array(z.string()).optional(),
    derived_from: z.string().optional().describe('calculated from other columns where a row does not give it'),
  })
  .meta({ id: 'ModelInput' })
export type ModelInputView = z.infer<typeof ModelInputView>

export const ModelSignature = z
  .object({
    inputs: z.array(ModelInputView),
    output: z.object({
      name: z.string(),
      kind: z.enum(['number', 'class']),
      unit: z.string().optional(),
      classes: z.array(z.string()).optional(),
    }),
  })
  .meta({ id: 'ModelSignature' })
export type ModelSignature = z.infer<typeof ModelSignature>

export const ModelTraining = z
  .object({
    rows: Count,
    table_sha256: z.string(),
    seed: z.number(),
    version: z.string().describe('of zerosec'),
    algorithm: z.string(),
    scores: z.record(z.string(), z.number()),
  })
  .meta({ id: 'ModelTraining' })
export type ModelTraining = z.infer<typeof ModelTraining>

export const RegisterModelRequest = z
  .object({
    name: ModelName,
    file_key: ObjectKey.describe('a model file (.zsm): outputs/<job_id>/… of a completed job, or an upload'),
    alias: ModelAlias.optional().describe('also given to the new version'),
    description: z.string().max(4000).refine(isText, 'it has control characters').optional().describe('of the model'),
    note: z.string().max(4000).refine(isText, 'it has control characters').default('').describe('on this version'),
  })
  .meta({ id: 'RegisterModel' })
export type RegisterModelRequest = z.input<typeof RegisterModelRequest>

export const ModelVersion = z
  .object({
    model_name: z.string(),
    version: Version,
    sha256: z.string().describe('of the model file'),
    size_bytes: Count,
    signature: ModelSignature,
    training: ModelTraining,
    example: z
      .record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()]))
      .describe('a row in the middle of the training rows, to try it with; without texts and what is calculated'),
    exports: z
      .array(z.enum(EXPORT_FORMATS))
      .nullable()
      .describe(
        'formats of other programs that hold the whole model; null: not known, it was registered before they were kept',
      ),
    file_key: z.string().describe('what it was registered from'),
    job_id: JobId.nullable().describe('the job that made it; null: it was uploaded'),
    note: z.string(),
    aliases: z.array(z.string()),
    created_at: Timestamp,
    created_by: z.string(),
  })
  .meta({ id: 'ModelVersion' })
export type ModelVersion = z.infer<typeof ModelVersion>

/** What a list says of the version that is meant without naming one. */
const CurrentVersion = z
  .object({
    version: Version,
    target: z.string(),
    inputs: z.array(z.string()),
    classes: z.array(z.string()).optional(),
    algorithm: z.string(),
    scores: z.record(z.string(), z.number()),
    job_id: JobId.nullable(),
    created_at: Timestamp,
  })
  .meta({ id: 'CurrentVersion' })
export type CurrentVersion = z.infer<typeof CurrentVersion>

export const ModelSummary = z
  .object({
    model_name: z.string(),
    description: z.string(),
    versions: Count,
    latest: Version,
    aliases: z.record(z.string(), Version),
    target: z.string(),
    kind: z.enum(['number', 'class']),
    algorithm: z.string().describe('of the latest version'),
    scores: z.record(z.string(), z.number()).describe('of the latest version'),
    current: CurrentVersion.describe('the version in production, else the latest'),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'ModelSummary' })
export type ModelSummary = z.infer<typeof ModelSummary>

export const ListModelsResponse = z.object({ models: z.array(ModelSummary) }).meta({ id: 'ModelList' })
export type ListModelsResponse = z.infer<typeof ListModelsResponse>

export const ModelDetail = ModelSummary.extend({
  version_list: z.array(ModelVersion).describe('newest first'),
}).meta({ id: 'RegisteredModel' })
export type ModelDetail = z.infer<typeof ModelDetail>

export const PromoteModelRequest = z
  .object({
    version: Version,
    alias: ModelAlias.default(PRODUCTION),
    allow_other_signature: z
      .boolean()
      .default(false)
      .describe('also where rows that the version before takes are refused, or mean something else'),
    reason,
  })
  .meta({ id: 'PromoteModel' })
export type PromoteModelRequest = z.input<typeof PromoteModelRequest>

export const RollbackModelRequest = z
  .object({ alias: ModelAlias.default(PRODUCTION), reason })
  .meta({ id: 'RollbackModel' })
export type RollbackModelRequest = z.input<typeof RollbackModelRequest>

export const ModelEvent = z
  .object({
    at: Timestamp,
    actor: z.string(),
    action: z.enum(['register', 'promote', 'rollback', 'release', 'return', 'end']),
    alias: z.string().nullable(),
    from_version: Version.nullable(),
    to_version: Version.nullable(),
    reason: z.string(),
  })
  .meta({ id: 'ModelEvent' })
export type ModelEvent = z.infer<typeof ModelEvent>

export const ListModelEventsQuery = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) })
export const ListModelEventsResponse = z
  .object({ events: z.array(ModelEvent).describe('newest first') })
  .meta({ id: 'ModelEvents' })
export type ListModelEventsResponse = z.infer<typeof ListModelEventsResponse>

export const ModelFileQuery = z.object({ format: z.enum(MODEL_FILE_FORMATS).default('zsm') })
