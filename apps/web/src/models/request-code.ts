import type { WhichVersion } from '@zerosec/client'
import { BASE_PATH } from '@zerosec/contract'

/** A request to a model, or to another place of the service, as programs send it. */
export interface RequestCode {
  readonly origin: string
  readonly path: string
  readonly body: unknown
  /** The service asks who comes. */
  readonly needsKey: boolean
}

/** Each stands alone: nothing has to be installed. */
export const LANGUAGES = [
  { language: 'curl', label: 'curl', write: curlOf },
  { language: 'python', label: 'Python', write: pythonOf },
  { language: 'javascript', label: 'JavaScript', write: javascriptOf },
] as const

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
    `-d '${JSON.stringify(body, null, 2).replaceAll("'", String.raw`'\''`)}'`,
  ]
  return lines.join(' \\\n  ')
}

/** For Python 3 and its standard library. */
export function pythonOf({ origin, path, body, needsKey }: RequestCode): string {
  const key = needsKey ? `, "Authorization": "Bearer " + os.environ["ZEROSEC_KEY"]` : ''
  return [
    'import json',
    ...(needsKey ? ['import os'] : []),
    'from urllib.error import HTTPError',
    'from urllib.request import Request, urlopen',
    '',
    `body = ${pythonLiteral(body, '')}`,
    `headers = {"Content-Type": "application/json"${key}}`,
    `request = Request(${JSON.stringify(origin + path)}, json.dumps(body).encode(), headers)`,
    'try:',
    '    with urlopen(request) as response:',
    '        print(json.load(response))',
    'except HTTPError as refusal:',
    '    raise SystemExit(json.load(refusal)["message"])',
  ].join('\n')
}

/** For Node, Deno, Bun and pages. */
export function javascriptOf({ origin, path, body, needsKey }: RequestCode): string {
  const key = needsKey ? `, Authorization: \`Bearer \${process.env.ZEROSEC_KEY}\`` : ''
  return [
    `const body = ${JSON.stringify(body, null, 2)}`,
    `const response = await fetch(${JSON.stringify(origin + path)}, {`,
    "  method: 'POST',",
    `  headers: { 'Content-Type': 'application/json'${key} },`,
    '  body: JSON.stringify(body),',
    '})',
    'console.log(JSON.stringify(await response.json(), null, 2))',
  ].join('\n')
}

const PYTHON_WORDS: Readonly<Record<string, string>> = { true: 'True', false: 'False', null: 'None' }

/** JSON as Python writes it: strings and numbers are the same, three words are not. */
function pythonLiteral(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) {
    const text = JSON.stringify(value)
    return PYTHON_WORDS[text] ?? text
  }
  const inner = `${indent}    `
  const isList = Array.isArray(value)
  const entries = Object.entries(value).map(([key, each]) => {
    const written = pythonLiteral(each, inner)
    return isList ? written : `${JSON.stringify(key)}: ${written}`
  })
  const [open, close] = isList ? '[]' : '{}'
  return entries.length === 0
    ? `${open}${close}`
    : `${open}\n${entries.map((entry) => `${inner}${entry},\n`).join('')}${indent}${close}`
}
