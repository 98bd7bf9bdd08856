import type { WhichVersion } from '@zerosec/client'
import { BASE_PATH, type PredictRequest } from '@zerosec/contract'

/** A request to a model, or to another place of the service, as programs send it. */
export interface RequestCode {
  readonly origin: string
  readonly path: string
  readonly body: unknown
  /** The service asks who comes. */
  readonly needsKey: boolean
}

export function predictPath(name: string, { version }: WhichVersion): string {
  const model = `${BASE_PATH}/models/${encodeURIComponent(name)}`
  return version === undefined ? `${model}/predict` : `${model}/versions/${version}/predict`
}

/** For a shell: what stands in single quotes is taken as it is. */
export function curlOf({ origin, path, body, needsKey }: RequestCode): string {
  const lines = [
    `curl ${origin}${path}`,
    ...(needsKey ? [`-H "Authorization: Bearer $ZEROSEC_KEY"`] : []),
    "-H 'Content-Type: application/json'",
    `-d '${JSON.stringify(body).replaceAll("'", String.raw`'\''`)}'`,
  ]
  return lines.join(' \\\n  ')
}

export function predictScript(
  name: string,
  request: PredictRequest,
  which: WhichVersion,
  { origin, needsKey }: Pick<RequestCode, 'origin' | 'needsKey'>,
): string {
  const version = which.version === undefined ? '' : `, { version: ${which.version} }`
  return [
    clientLines(origin, needsKey),
    `const { predictions } = await models.predict(${JSON.stringify(name)}, ${JSON.stringify(request, null, 2)}${version})`,
  ].join('\n')
}

export function sentimentScript(text: string, { origin, needsKey }: Pick<RequestCode, 'origin' | 'needsKey'>): string {
  return [
    clientLines(origin, needsKey),
    `const { predictions } = await models.sentiment([${JSON.stringify(text)}])`,
  ].join('\n')
}

function clientLines(origin: string, needsKey: boolean): string {
  const key = needsKey ? `, key: process.env['ZEROSEC_KEY']` : ''
  return `import { createClient } from '@zerosec/client'\n\nconst { models } = createClient({ origin: '${origin}'${key} })`
}
