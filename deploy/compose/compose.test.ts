import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { DCLinter } from 'dclint'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readConfiguration } from '../../packages/jobs/src/configuration.ts'
import {
  COMPOSE,
  type ComposeFile,
  exampleEnvironment,
  interpolated,
  readCompose,
  type Service,
  variablesOf,
} from './compose-file.ts'
import { findingsOf, RULE_NAMES } from './compose-rules.ts'

const TEXT = readFileSync(COMPOSE, 'utf8')
const PROMETHEUS = join(import.meta.dirname, '..', 'monitoring', 'prometheus', 'prometheus.yaml')
/** Of the specification of compose, as dclint brings it. */
const SCHEMA = createRequire(import.meta.url)
  .resolve('dclint/package.json')
  .replace(/package\.json$/, 'schemas/compose.schema.json')

/** A service that is changed so that a rule has to speak. */
type Break = readonly [service: string, changes: { readonly [Key in keyof Service]?: Service[Key] | undefined }]
const BREAKS: Readonly<Record<string, readonly Break[]>> = {
  'has-no-rights': [
    ['api', { cap_drop: [] }],
    ['api', { security_opt: [] }],
    ['api', { privileged: true }],
    ['worker', { network_mode: 'host' }],
  ],
  'root-is-read-only': [['worker', { read_only: false }]],
  'user-is-not-root': [
    ['postgres', { user: undefined }],
    ['grafana', { user: '0:0' }],
  ],
  'image-is-pinned': [
    ['postgres', { image: 'postgres:17' }],
    ['api', { image: 'zerosec/api:latest' }],
  ],
  'health-is-checked': [
    ['prometheus', { healthcheck: {} }],
    ['api', { healthcheck: { test: 'curl localhost' } }],
    ['api', { healthcheck: { test: ['CMD-SHELL', 'true'] } }],
  ],
  'resources-are-limited': [
    ['worker', { deploy: {} }],
    ['worker', { deploy: { resources: { limits: { cpus: '1', memory: '1g' } } } }],
  ],
  'logs-are-rotated': [['api', { logging: {} }]],
  'is-started-again': [['api', { restart: 'no' }]],
  'ports-are-local': [
    ['api', { ports: ['8000:8000'] }],
    ['grafana', { ports: ['0.0.0.0:3000:3000'] }],
  ],
  'secrets-are-files': [
    ['api', { environment: { DATABASE_URL: 'postgres://a:b@c/d' } }],
    ['api', { environment: { DATABASE_URL_FILE: '/run/secrets/none' } }],
    ['api', { secrets: ['none'] }],
  ],
  'settings-exist': [['worker', { environment: { ZEROSEC_WORKER: '2' } }]],
  'database-is-hidden': [
    ['postgres', { ports: ['127.0.0.1:5432:5432'] }],
    ['postgres', { networks: ['front'] }],
  ],
  'mounts-are-safe': [
    ['api', { volumes: ['/var/run/docker.sock:/var/run/docker.sock'] }],
    ['prometheus', { volumes: ['../monitoring:/etc/prometheus'] }],
    ['api', { volumes: ['none:/data'] }],
  ],
  'names-are-known': [
    ['api', { networks: ['none'] }],
    ['api', { depends_on: { none: {} } }],
  ],
}

function broken([name, changes]: Break): ComposeFile {
  const file = readCompose()
  return { ...file, services: { ...file.services, [name]: { ...file.services[name], ...changes } as Service } }
}

describe('compose.yaml', () => {
  it("is what compose's schema describes", () => {
    const { $schema: _, ...schema } = JSON.parse(readFileSync(SCHEMA, 'utf8'))
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema)
    expect(validate(readCompose()), JSON.stringify(validate.errors)).toBe(true)
    expect(validate(broken(['api', { readonly: true } as never]))).toBe(false)
  })

  it('has nothing that dclint or our own rules find, apart from the order of keys', () => {
    const folder = mkdtempSync(join(tmpdir(), 'zerosec-compose-'))
    try {
      writeFileSync(join(folder, 'compose.yaml'), interpolated(TEXT, exampleEnvironment()))
      const results = new DCLinter({
        rules: { 'require-quotes-in-ports': [2, { quoteType: 'double' }] },
        quiet: false,
        debug: false,
        exclude: [],
      }).lintFiles([folder], false) as {
        messages: { rule: string; message: string }[]
      }[]
      const found = results
        .flatMap(({ messages }) => messages)
        .filter(({ rule }) => !OF_ORDER.test(rule) && !MEANT.has(rule))
      expect(results).toHaveLength(1)
      expect(found).toEqual([])
    } finally {
      rmSync(folder, { recursive: true })
    }
    expect(findingsOf(readCompose())).toEqual([])
  })

  it.each(RULE_NAMES)('%s finds what breaks it', (rule) => {
    expect(BREAKS[rule], 'an example for each rule').toBeDefined()
    for (const example of BREAKS[rule] ?? []) {
      const found = findingsOf(broken(example)).map((finding) => `${finding.service} ${finding.rule}`)
      expect([...new Set(found)], JSON.stringify(example)).toEqual([`${example[0]} ${rule}`])
    }
  })

  it('starts five services, and the sources only when they are asked for', () => {
    const { services } = readCompose()
    const byProfile = (profile: string | undefined) =>
      Object.keys(services).filter((name) => services[name]?.profiles?.[0] === profile)
    expect(byProfile(undefined)).toEqual(['api', 'worker', 'postgres', 'prometheus', 'grafana'])
    expect(byProfile('dev')).toEqual(['dev', 'dev-page'])
  })

  it('takes from outside what .env.example explains, and says what is missing', () => {
    expect(variablesOf(TEXT).filter((name) => !(name in exampleEnvironment()))).toEqual([])
    expect(Object.keys(exampleEnvironment()).filter((name) => !TEXT.includes(`\${${name}`))).toEqual([])
    expect(() => readCompose({})).toThrow('ZEROSEC_API_IMAGE: name the image, as in .env.example')
  })
})

it.each(['', 'other.example.com'])(
  'the API answers Prometheus by the name it is scraped at, where hosts are "%s"',
  (hosts) => {
    const { environment } = readCompose({ ...exampleEnvironment(), ZEROSEC_HOSTS: hosts }).services['api'] ?? {}
    const scraped = parse(readFileSync(PROMETHEUS, 'utf8')).scrape_configs[0].static_configs[0].targets as string[]
    const names = scraped.map((target) => new URL(`http://${target}`).hostname)
    expect(names).toEqual(['api'])
    const { hosts: allowed } = readConfiguration({ ZEROSEC_HOSTS: environment?.['ZEROSEC_HOSTS'] })
    expect(allowed).toEqual(['api', ...(hosts ? [hosts] : [])])
  },
)

describe('make-secrets.sh', () => {
  it('makes each secret once, closed to others, and such as the settings take', () => {
    const folder = mkdtempSync(join(tmpdir(), 'zerosec-secrets-'))
    try {
      copyFileSync(join(import.meta.dirname, 'make-secrets.sh'), join(folder, 'make-secrets.sh'))
      const make = () => execFileSync('sh', [join(folder, 'make-secrets.sh')], { encoding: 'utf8' })
      const read = (name: string) => readFileSync(join(folder, 'secrets', name), 'utf8').trim()
      expect(make().split('\n').filter(Boolean)).toHaveLength(4)
      const names = readdirSync(join(folder, 'secrets'))
      expect(names).toEqual(Object.keys(readCompose().secrets).sort())
      expect(statSync(join(folder, 'secrets')).mode & 0o777).toBe(0o700)
      for (const name of names) expect(statSync(join(folder, 'secrets', name)).mode & 0o777).toBe(0o444)
      const before = names.map(read)
      expect(make()).toBe('')
      expect(names.map(read)).toEqual(before)
      expect(new Set(before).size).toBe(4)

      const { environment = {} } = readCompose().services['api'] ?? {}
      const settings = Object.entries(environment).map(([name, value]) =>
        name.endsWith('_FILE') ? [name.slice(0, -5), read(value.replace('/run/secrets/', ''))] : [name, value],
      )
      const { databaseUrl, metricsToken } = readConfiguration(Object.fromEntries(settings))
      expect(new URL(databaseUrl ?? '').password).toBe(read('database-password'))
      expect(metricsToken).toMatch(/^[0-9a-f]{48}$/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

/** Keys stand in the order in which they are thought of: what it is, what it is given, what it may. */
const OF_ORDER = /-order$/
/** Built here or pulled by the same name. */
const MEANT = new Set(['no-build-and-image'])
