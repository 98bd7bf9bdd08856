import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { parse } from 'yaml'

export const COMPOSE = join(import.meta.dirname, 'compose.yaml')
const EXAMPLE = join(import.meta.dirname, '.env.example')
/** Stands for a digest that whoever deploys looks up. */
const DIGEST = '0'.repeat(64)

export interface Service {
  readonly image?: string
  readonly build?: unknown
  readonly user?: string
  readonly profiles?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly secrets?: readonly string[]
  readonly ports?: readonly string[]
  readonly networks?: readonly string[]
  readonly volumes?: readonly string[]
  readonly cap_drop?: readonly string[]
  readonly security_opt?: readonly string[]
  readonly read_only?: boolean
  readonly privileged?: boolean
  readonly network_mode?: string
  readonly pid?: string
  readonly restart?: string
  readonly logging?: { readonly options?: Readonly<Record<string, string>> }
  readonly healthcheck?: { readonly test?: readonly string[] | string }
  readonly depends_on?: Readonly<Record<string, unknown>>
  readonly deploy?: { readonly resources?: { readonly limits?: Readonly<Record<string, unknown>> } }
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>
  readonly volumes: Readonly<Record<string, unknown>>
  readonly secrets: Readonly<Record<string, { readonly file?: string }>>
}

/** What .env.example sets, its digests filled in. */
export function exampleEnvironment(): Record<string, string> {
  const text = readFileSync(EXAMPLE, 'utf8').replaceAll('sha256:DIGEST', `sha256:${DIGEST}`)
  return parseEnv(text) as Record<string, string>
}

/** Names of the variables that compose.yaml takes from outside. */
export function variablesOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name))]
}

/** As compose interpolates: `${NAME}`, `${NAME:-default}`, `${NAME:?problem}`. @throws Error with the problem */
export function interpolated(text: string, environment: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, operator?: string, rest = '') => {
    const value = environment[name]
    if (value) return value
    if (operator === '?') throw new Error(`${name}: ${rest}`)
    return operator === '-' ? rest : ''
  })
}

export function readCompose(environment = exampleEnvironment()): ComposeFile {
  return parse(interpolated(readFileSync(COMPOSE, 'utf8'), environment), { merge: true }) as ComposeFile
}
