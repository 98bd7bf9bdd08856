import { Readable } from 'node:stream'
import {
  CsvPredictQuery,
  MOST_ROWS,
  ModelReferenceParams,
  ModelVersionParams,
  PREDICT_BODY_BYTES,
  PredictRequest,
  PredictResponse,
  type RowPrediction,
} from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import type { Predicted, RowOutcome } from '@zerosec/serving'
import type { FastifyReply, FastifyRequest, FastifySchemaCompiler } from 'fastify'
import { validatorCompiler } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import { streamed } from '../streamed.ts'
import { answerCsv } from './answer-csv.ts'
import type { Models } from './open-models.ts'
import { tags } from './registry-routes.ts'

/** Of a batch whose rows are explained: some predictors are asked thousands of times for one row. */
const MOST_EXPLAINED = 500

const PREDICT_FAILURES = [
  'model_unknown',
  'model_version_unknown',
  'model_alias_unknown',
  'model_file_lost',
  'model_golden_differs',
  'model_file_damaged',
  'model_file_invalid',
  'model_inputs_missing',
  'model_inputs_unknown',
  'model_input_invalid',
  'parameter_invalid',
  'predict_rows_too_many',
  'predict_csv_invalid',
  'upload_too_large',
] as const

const consumes = ['application/json', 'text/csv']
const response = {
  200: {
    description: 'the predictions, in the form in which the rows came',
    content: { 'application/json': { schema: PredictResponse }, 'text/csv': { schema: streamed({ type: 'string' }) } },
  },
  ...failures('body', ...PREDICT_FAILURES),
}

const DESCRIPTION =
  'JSON: each row is answered by itself; one that is refused has an `error` in its place, and where it is the only one its code is the ' +
  'answer. With Content-Type text/csv the rows are streamed: the reply is the same CSV with the predictions beside, what is doubtful in the ' +
  'column `flags` and refusals in the column `error`; `intervals`, `domain` and `level` then stand in the query. `X-Routing-Key` keeps requests on one side of a canary.'

/** A CSV is not parsed: its stream goes past the schema of the JSON. */
const jsonOrStream: FastifySchemaCompiler<z.ZodType> = (route) => {
  const validate = validatorCompiler(route)
  return route.httpPart === 'body' ? (data) => (data instanceof Readable ? { value: data } : validate(data)) : validate
}

export function predictRoutes(app: Api, models: Models): void {
  void app.register(async (scope: Api) => {
    scope.setValidatorCompiler(jsonOrStream)
    scope.setSerializerCompiler(() => JSON.stringify) // of views that name every field: going through them again costs time
    scope.addContentTypeParser('text/csv', (_request, payload, done) => done(null, payload))
    scope.post(
      '/models/:model_name/predict',
      {
        config: { scope: 'read' },
        bodyLimit: PREDICT_BODY_BYTES,
        schema: {
          tags,
          summary: 'Predict rows with the version in production, or that of an alias: <name>@<alias>',
          description: DESCRIPTION,
          params: ModelReferenceParams,
          querystring: CsvPredictQuery,
          body: PredictRequest,
          consumes,
          response,
        },
      },
      async (request, reply) => {
        const [name = '', alias] = request.params.model_name.split('@')
        return answer({ models, request, reply, name, alias })
      },
    )
    scope.post(
      '/models/:model_name/versions/:model_version/predict',
      {
        config: { scope: 'read' },
        bodyLimit: PREDICT_BODY_BYTES,
        schema: {
          tags,
          summary: 'Predict rows with a version',
          description: DESCRIPTION,
          params: ModelVersionParams,
          querystring: CsvPredictQuery,
          body: PredictRequest,
          consumes,
          response,
        },
      },
      async (request, reply) => {
        const { model_name: name, model_version: version } = request.params
        return answer({ models, request, reply, name, version })
      },
    )
  })
}

interface PredictCall {
  readonly models: Models
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly name: string
  readonly version?: number
  readonly alias?: string | undefined
}

async function answer(call: PredictCall): Promise<PredictResponse> {
  if (call.request.body instanceof Readable) {
    const { models, request, reply, name, version, alias } = call
    const which = version ?? alias
    const tell = (told: number): void => tellVersion(request, reply, name, told)
    return answerCsv({ models, request, reply, name, which, tell }, call.request.body)
  }
  const { models, request, reply, name, version, alias } = call
  if (Object.keys(request.query as object).length > 0)
    throw new CodedError('request_invalid', { problem: 'what is asked of JSON stands in its body, not in the query' })
  const {
    rows,
    intervals,
    level,
    domain,
    contributions,
    other_columns: otherColumns,
  } = request.body as z.output<typeof PredictRequest>
  const limit = contributions ? MOST_EXPLAINED : MOST_ROWS
  if (rows.length > limit) throw new CodedError('predict_rows_too_many', { rows: rows.length, limit })
  const terms = { intervals, level, domain, contributions, otherColumns }
  const key = routingKey(request)
  const predicted = await (await models.of(request)).predict({ name, version, alias, rows, terms, key })
  tellVersion(request, reply, name, predicted.version)
  return predictionsView(name, predicted, terms)
}

/** Who sends no key of their own is told apart by the request alone: their requests go to both sides. */
export function routingKey({ headers, id }: FastifyRequest): string {
  const { 'x-routing-key': key } = headers
  return typeof key === 'string' && key !== '' ? key.slice(0, 500) : id
}

const TOLD: ReadonlySet<string> = new Set(['info', 'debug', 'trace'])

/** In the reply and in every line of the log that is about this request from now on. */
export function tellVersion(
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  version: number | string,
): void {
  reply.header('x-model-name', name).header('x-model-version', String(version))
  // at the level of warnings nothing more is said of a request that was answered: a logger of its own would cost more than many models
  if (TOLD.has(request.log.level)) reply.log = request.log = request.log.child({ model: name, model_version: version })
}

type Terms = Pick<z.output<typeof PredictRequest>, 'intervals' | 'level' | 'domain' | 'contributions'>

function predictionsView(name: string, { version, target, outcomes }: Predicted, terms: Terms): PredictResponse {
  const [only] = outcomes
  if (outcomes.length === 1 && only && 'error' in only) throw only.error
  const predictions = outcomes.map((outcome, i) => rowView(outcome, i + 1, terms))
  const errors = outcomes.filter((outcome) => 'error' in outcome).length
  return { model_name: name, model_version: version, target, predictions, errors }
}

function rowView(outcome: RowOutcome, row: number, terms: Terms): RowPrediction {
  if ('error' in outcome) return { row, error: { code: outcome.error.code, message: outcome.error.message } }
  const { prediction, contributions } = outcome
  const { value, flags, domain } = prediction
  const isWithInterval = terms.intervals || terms.level !== undefined
  return {
    row,
    value,
    ...(prediction.kind === 'class' && prediction.shares ? { shares: { ...prediction.shares } } : {}),
    ...(prediction.kind === 'number' && isWithInterval ? { interval: prediction.interval } : {}),
    ...(terms.domain ? { domain: domain && domainView(domain) } : {}),
    ...(contributions === undefined
      ? {}
      : { contributions: contributions && { base: contributions.base, values: { ...contributions.values } } }),
    ...(flags.length > 0 ? { flags: flags.map((flag) => ({ ...flag })) } : {}),
  }
}

type Domain = NonNullable<Extract<RowOutcome, { prediction: object }>['prediction']['domain']>

function domainView({ verdict, distance, reasons }: Domain) {
  return { verdict, distance, columns: reasons.flatMap(({ column }) => (column === undefined ? [] : [column])) }
}
