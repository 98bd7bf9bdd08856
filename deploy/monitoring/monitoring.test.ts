import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { ROW, register, treesModel } from '../../apps/api/test/registered-models.ts'
import { call, ended, poll, type RunningApi, startApi, submission, upload } from '../../apps/api/test/running-api.ts'
import { openTelemetry, type Telemetry } from '../../packages/telemetry/src/index.ts'
import { ROOT } from '../../tools/root.ts'
import { dashboardFiles, staleDashboards } from './grafana/write-dashboards.ts'
import { prometheusProgram, type RunningPrometheus, startPrometheus } from './programs.ts'
import { allQueries, namesIn, PROMETHEUS, rulesOf, testedAlerts } from './queries.ts'

const promtool = prometheusProgram('promtool')
const prometheus = prometheusProgram('prometheus')
const missing = promtool && prometheus ? '' : " (skipped: Debian's package prometheus is not here)"

it('the dashboards that Grafana reads are those of the code', () => {
  expect(staleDashboards(), 'node deploy/monitoring/grafana/write-dashboards.ts makes them anew').toEqual([])
})

it.each([...dashboardFiles()])('%s has panels with numbers of their own, none over another', (_, text) => {
  const { panels } = JSON.parse(text) as {
    panels: { id: number; gridPos: { x: number; y: number; w: number; h: number } }[]
  }
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (__, cell) => `${x + (cell % w)} ${y + Math.floor(cell / w)}`),
  )
  expect(new Set(cells).size).toBe(cells.length)
  expect(Math.max(...panels.map(({ gridPos: { x, w } }) => x + w))).toBe(24)
})

it('every alert has a case in which it fires and one in which it does not, and the page it names says what to do', () => {
  const alerts = rulesOf().flatMap(({ alert }) => alert ?? [])
  const page = readFileSync(join(ROOT, 'docs', 'troubleshooting.md'), 'utf8')
  expect(alerts.filter((alert) => !page.includes(`\`${alert}\``))).toEqual([])
  const tested = testedAlerts()
  expect(alerts.filter((alert) => !tested.get(alert)?.fires || !tested.get(alert)?.isSilent)).toEqual([])
  expect([...tested.keys()].filter((alert) => !alerts.includes(alert))).toEqual([])
})

describe.skipIf(missing !== '')(`promtool${missing}`, () => {
  it.each(readdirSync(join(PROMETHEUS, 'tests')))('finds that alerts fire when they should: %s', (name) => {
    const { status, stdout, stderr } = spawnSync(promtool!, ['test', 'rules', name], {
      cwd: join(PROMETHEUS, 'tests'),
      encoding: 'utf8',
    })
    expect(status, stdout + stderr).toBe(0)
  })

  it('finds nothing wrong with the rules', () => {
    const files = readdirSync(join(PROMETHEUS, 'rules')).map((name) => join(PROMETHEUS, 'rules', name))
    const { status, stdout, stderr } = spawnSync(promtool!, ['check', 'rules', ...files], { encoding: 'utf8' })
    expect(status, stdout + stderr).toBe(0)
  })
})

describe.skipIf(missing !== '')(`a Prometheus that scrapes a running zerosec${missing}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'zerosec-prometheus-'))
  let telemetry: Telemetry
  let api: RunningApi
  let watcher: RunningPrometheus

  beforeAll(async () => {
    telemetry = await openTelemetry({ name: 'api', version: '1.2.3', logLevel: 'silent', tracesEndpoint: undefined })
    api = await startApi({ telemetry })
    await useIt(api)
    watcher = await startPrometheus(prometheus!, configurationFor(api, folder), join(folder, 'data'))
  })
  afterAll(async () => {
    await watcher?.stop()
    await api?.stop()
    await telemetry?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('finds every metric that rules and dashboards name', async () => {
    const shown = new Set(
      [...(await (await fetch(`${api.url}/metrics`)).text()).matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name),
    )
    const recorded = new Set(rulesOf().map(({ record }) => record))
    const unknown = allQueries().flatMap(({ place, expression }) =>
      namesIn(expression)
        .filter((name) => !recorded.has(name) && !shown.has(name.replace(/_(bucket|count|sum)$/, '')))
        .map((name) => `${place}: ${name}`),
    )
    expect(unknown).toEqual([])
    expect(allQueries().length).toBeGreaterThan(80)
  })

  it('has the calls that alerts name', async () => {
    const text = readdirSync(join(PROMETHEUS, 'rules')).map((name) =>
      readFileSync(join(PROMETHEUS, 'rules', name), 'utf8'),
    )
    const paths = text.join('\n').match(/(?<=GET )\/\S+/g) ?? []
    expect(paths).not.toEqual([])
    for (const path of paths) expect((await fetch(api.url + path)).status, path).toBe(200)
  })

  it('evaluates every rule without an error', async () => {
    const rules = async () => {
      const { data } = (await watcher.get('/api/v1/rules')) as Answer<{ groups: { rules: Rule[] }[] }>
      return data.groups.flatMap(({ rules }) => rules)
    }
    await expect
      .poll(async () => (await rules()).filter(({ health }) => health !== 'ok'), { timeout: 30_000 })
      .toEqual([])
    expect(await rules()).toHaveLength(rulesOf().length)
    expect(watcher.log()).toBe('')
  })

  it('answers every question of rules and dashboards, and knows what zerosec says', async () => {
    const ask = async (expression: string) =>
      (await watcher.get(`/api/v1/query?query=${encodeURIComponent(expression)}`)) as Answer<{
        result: { value: [number, string] }[]
      }>
    const refused: string[] = []
    for (const { place, expression } of allQueries()) {
      const { status, error } = await ask(expression)
      if (status !== 'success') refused.push(`${place}: ${error}`)
    }
    expect(refused).toEqual([])
    const valueOf = async (expression: string) => (await ask(expression)).data.result[0]?.value[1]
    await expect.poll(() => valueOf('sum(up{job="zerosec"})')).toBe('1')
    expect(await valueOf('max(zerosec_workers)')).toBe('1')
    expect(await valueOf('sum(zerosec_jobs{status="failed",job_type="linear_analysis"})')).toBe('1')
    await expect.poll(async () => Number(await valueOf('zerosec:data_disk:free_ratio'))).toBeGreaterThan(0)
  })
})

interface Answer<Data> {
  readonly status: string
  readonly error?: string
  readonly data: Data
}

interface Rule {
  readonly name: string
  readonly health: string
  readonly lastError?: string
}

/** A job, a model that is asked and a shop: then every metric has been shown once. */
async function useIt(api: RunningApi): Promise<void> {
  const uploaded = await upload(api, 'a.csv', 'a,b\n1,2\n')
  await call(api, 'POST', '/api/v1/jobs', submission(uploaded, 'linear_analysis', { target_column: 'none' }))
  await poll(api, uploaded.job_id, ended)
  await register(api, 'yield', treesModel(1), { alias: 'production' })
  expect((await call(api, 'POST', '/api/v1/models/yield/predict', { rows: [ROW] })).status).toBe(200)
  const shop = join(api.dataFolder, 'commerce', 'default')
  mkdirSync(shop, { recursive: true })
  const snapshot = '20260101T000000000Z-0123abcd'
  writeFileSync(join(shop, 'current.json'), JSON.stringify({ format: 'zerosec.current/1', snapshot }))
}

/** Ours, with addresses and paths of this machine and a second between scrapes. */
function configurationFor({ url }: RunningApi, folder: string): string {
  const ours = parse(readFileSync(join(PROMETHEUS, 'prometheus.yaml'), 'utf8'))
  const [zerosec] = ours.scrape_configs
  expect(zerosec.job_name).toBe('zerosec')
  const token = join(folder, 'token')
  writeFileSync(token, 'a-token-that-nobody-asks-for')
  const path = join(folder, 'prometheus.yaml')
  writeFileSync(
    path,
    stringify({
      ...ours,
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: [join(PROMETHEUS, 'rules', '*.yaml')],
      scrape_configs: [
        { ...zerosec, authorization: { credentials_file: token }, static_configs: [{ targets: [new URL(url).host] }] },
      ],
    }),
  )
  return path
}
