import {
  BASE_PATH,
  type DriftResponse,
  type ListModelEventsResponse,
  type ListModelsResponse,
  type ListReleasesResponse,
  type ModelDetail,
  type ModelEvent,
  type ModelFileFormat,
  type ModelInfo,
  type ModelSummary,
  type ModelVersion,
  type PredictRequest,
  type PredictResponse,
  type PromoteModelRequest,
  type RegisterModelRequest,
  type Release,
  type RollbackModelRequest,
  type SentimentResponse,
  type StartReleaseRequest,
  type TrafficResponse,
} from '@zerosec/contract'
import { unavailable } from './api-error.ts'
import { type Content, isWhole } from './content.ts'
import { type CsvPredictions, type CsvTerms, untilBreak } from './csv-predictions.ts'
import { hostOf } from './fetch-once.ts'
import { queryString } from './query-string.ts'
import type { Call, Transport } from './transport.ts'

/** `once`: a failure is told at once, where a person waits for it, and not tried again. */
type Options = Pick<Call, 'signal' | 'once'>

/** Which version of a model: a number, or an alias; left out, the one in production. */
export interface WhichVersion {
  readonly version?: number
  readonly alias?: string
}

/** One answer for each text, in their order. */
export interface Sentiments {
  readonly predictions: NonNullable<SentimentResponse['predictions']>
  readonly model_version: string
}

/** Registered models: versions, aliases, predictions, releases of candidates, drift; and the model of sentiment that ships. */
export interface ModelCalls {
  list(options?: Options): Promise<readonly ModelSummary[]>
  /** With its versions, newest first. */
  get(name: string, options?: Options): Promise<ModelDetail>
  version(name: string, version: number, options?: Options): Promise<ModelVersion>
  /** Who did what to it, newest first. */
  events(name: string, query?: { readonly limit?: number }, options?: Options): Promise<readonly ModelEvent[]>
  /** A model file as a new version. The same bytes again are the version that they were, so that it can be repeated. */
  register(request: RegisterModelRequest, options?: Options): Promise<ModelVersion>
  /** Gives a version an alias, `production` by default. */
  promote(name: string, request: PromoteModelRequest, options?: Options): Promise<ModelDetail>
  /** Gives an alias back to the version that had it before. */
  rollback(name: string, request?: RollbackModelRequest, options?: Options): Promise<ModelDetail>
  /** A row that is refused has an `error` in its place; where it is the only one, the call rejects with it. */
  predict(name: string, request: PredictRequest, which?: WhichVersion, options?: Options): Promise<PredictResponse>
  /**
   * As many rows as there are, as a CSV that is answered while it is sent: nothing of it is held in memory. A page sends what is whole, such as
   * a chosen file: streams go from Node alone.
   */
  predictCsv(
    name: string,
    csv: Content | ReadableStream<Uint8Array>,
    terms?: CsvTerms & WhichVersion,
    options?: Pick<Options, 'signal'>,
  ): Promise<CsvPredictions>
  /** The model file, or the model in the format of another program. */
  file(
    name: string,
    version: number,
    format?: ModelFileFormat,
    options?: Options,
  ): Promise<{ readonly name: string | undefined; readonly content: Blob }>
  /** Newest first: how candidates did beside production. */
  releases(name: string, options?: Options): Promise<readonly Release[]>
  /** Lets a candidate answer beside production, or a share of the requests. */
  startRelease(name: string, request: StartReleaseRequest, options?: Options): Promise<Release>
  /** Production answers everything again. */
  endRelease(name: string, options?: Options): Promise<Release>
  /** How far what a version is asked has moved away from what it was made from. */
  drift(
    name: string,
    query?: { readonly version?: number; readonly hours?: number },
    options?: Options,
  ): Promise<DriftResponse>
  /** How many rows each version answered, by hours. */
  traffic(name: string, query?: { readonly hours?: number }, options?: Options): Promise<TrafficResponse>
  /** The model of sentiment that ships. */
  sentimentInfo(options?: Options): Promise<ModelInfo>
  /** Of each text, in their order. */
  sentiment(texts: readonly string[], options?: Options): Promise<Sentiments>
}

export function modelCalls(transport: Transport): ModelCalls {
  const root = `${BASE_PATH}/models`
  const at = (name: string, path = '') => `${root}/${encodeURIComponent(name)}${path}`
  const get = <T>(path: string, options?: Options) => transport.json<T>('GET', path, undefined, options)
  const post = <T>(path: string, body: unknown, options?: Call) => transport.json<T>('POST', path, body, options)
  const predictPath = (name: string, { version, alias }: WhichVersion) =>
    version === undefined ? `${root}/${reference(name, alias)}/predict` : at(name, `/versions/${version}/predict`)
  return {
    list: async (options) => (await get<ListModelsResponse>(root, options)).models,
    get: (name, options) => get(at(name), options),
    version: (name, version, options) => get(at(name, `/versions/${version}`), options),
    events: async (name, query = {}, options) =>
      (await get<ListModelEventsResponse>(at(name, `/events${queryString({ ...query })}`), options)).events,
    register: (request, options) => post(root, request, options),
    // once: a try that was lost on its way back may have moved the alias, and a second one would move it again
    promote: (name, request, options) => post(at(name, '/promote'), request, { ...options, once: true }),
    rollback: (name, request = {}, options) => post(at(name, '/rollback'), request, { ...options, once: true }),
    predict: (name, request, which = {}, options) => post(predictPath(name, which), request, options),
    async predictCsv(name, csv, { encoding, onBreak, intervals, domain, level, ...which } = {}, { signal } = {}) {
      const query = queryString({ intervals, domain, level })
      const type = encoding === undefined ? 'text/csv' : `text/csv; charset=${encoding}`
      const body = csv instanceof ReadableStream || isWhole(csv) ? csv : csv.open()
      const reply = await transport.stream(predictPath(name, which) + query, body, type, signal)
      if (!reply.body) throw unavailable('it sent no rows', reply.status)
      const version = Number(reply.headers.get('x-model-version'))
      return { version, rows: untilBreak(reply.body, hostOf(reply.url), onBreak) }
    },
    file: (name, version, format, options) =>
      transport.file(at(name, `/versions/${version}/file${queryString({ format })}`), options),
    releases: async (name, options) => (await get<ListReleasesResponse>(at(name, '/releases'), options)).releases,
    startRelease: (name, request, options) => post(at(name, '/releases'), request, { ...options, once: true }),
    endRelease: (name, options) => post(at(name, '/releases/end'), {}, { ...options, once: true }),
    drift: (name, query = {}, options) => get(at(name, `/drift${queryString({ ...query })}`), options),
    traffic: (name, query = {}, options) => get(at(name, `/traffic${queryString({ ...query })}`), options),
    sentimentInfo: (options) => get('/model/info', options),
    sentiment: (texts, options) => post('/predict', { texts }, options),
  }
}

/** `strength@candidate`: the sign that parts them is the route's. */
function reference(name: string, alias: string | undefined): string {
  return alias === undefined ? encodeURIComponent(name) : `${encodeURIComponent(name)}@${encodeURIComponent(alias)}`
}
