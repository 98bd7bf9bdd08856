import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { prometheusProgram } from '../../monitoring/programs.ts'
import { boardOf } from './dashboard.ts'
import { ALERTS, OUTCOMES } from './monitoring.ts'

const PROMTOOL = prometheusProgram('promtool')
const folder = mkdtempSync(join(tmpdir(), 'gcp-monitoring-'))
afterAll(() => rmSync(folder, { recursive: true }))

const RULES = Object.fromEntries(Object.entries(ALERTS).map(([name, { query }]) => [name, query]))
const CHARTS = [...JSON.stringify(boardOf('p')).matchAll(/"prometheusQuery":("(?:[^"\\]|\\.)*")/g)].map(
  ([, text]) => JSON.parse(text!) as string,
)

function promtool(
  args: readonly string[],
  files: Readonly<Record<string, object>>,
): { status: number | null; words: string } {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), stringify(content))
  const { status, stdout, stderr } = spawnSync(PROMTOOL!, [...args, ...Object.keys(files).slice(0, 1)], {
    cwd: folder,
    encoding: 'utf8',
  })
  return { status, words: stdout + stderr }
}
const rulesOf = (queries: Readonly<Record<string, string>>): object => ({
  groups: [{ name: 'gcp', rules: Object.entries(queries).map(([alert, expr]) => ({ alert, expr })) }],
})

it.skipIf(PROMTOOL === undefined)('Prometheus reads every query of the alerts and of the board', () => {
  expect(CHARTS).toHaveLength(15)
  const queries = { ...RULES, ...Object.fromEntries(CHARTS.map((query, index) => [`chart-${index}`, query])) }
  expect(promtool(['check', 'rules'], { 'rules.yaml': rulesOf(queries) })).toMatchObject({ status: 0 })
  expect(promtool(['check', 'rules'], { 'rules.yaml': rulesOf({ broken: 'sum(rate(a[5m])' }) }).status).not.toBe(0)
})

const SERVED =
  'loadbalancing_googleapis_com:https_request_count{monitored_resource="https_lb_rule",url_map_name="zerosec-https",response_code_class='
const WORKERS =
  'run_googleapis_com:container_instance_count{monitored_resource="cloud_run_revision",service_name="zerosec-worker"}'

/** Series of a minute's step, and at which minute which alerts are on. */
const CASES: readonly {
  readonly series: Record<string, string>
  readonly minute: number
  readonly on: readonly string[]
}[] = [
  // two of a hundred requests fail for an hour
  {
    series: { [`${SERVED}"200"}`]: '0+98x400', [`${SERVED}"500"}`]: '0+2x400', [WORKERS]: '1x400' },
    minute: 90,
    on: ['faults-fast', 'faults-slow'],
  },
  // two of two, but there are no more than that in ten minutes
  { series: { [`${SERVED}"500"}`]: '0+0.2x400', [WORKERS]: '1x400' }, minute: 90, on: [] },
  // one of a thousand
  {
    series: { [`${SERVED}"200"}`]: '0+999x400', [`${SERVED}"500"}`]: '0+1x400', [WORKERS]: '1x400' },
    minute: 390,
    on: [],
  },
  // they failed, and do so no more
  {
    series: { [`${SERVED}"200"}`]: '0+100x400', [`${SERVED}"500"}`]: '0+10x60 600x340', [WORKERS]: '1x400' },
    minute: 100,
    on: [],
  },
  { series: { [WORKERS]: '1x60 0x40' }, minute: 80, on: ['no-worker'] },
  { series: { [WORKERS]: '1x60' }, minute: 80, on: ['no-worker'] },
  { series: { [WORKERS]: '2x60 0 0 1x40' }, minute: 65, on: [] },
]

it.skipIf(PROMTOOL === undefined)('alerts are on when they should be, and off when not', () => {
  const names = ['faults-fast', 'faults-slow', 'no-worker']
  const tests = CASES.map(({ series, minute, on }) => ({
    interval: '1m',
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    alert_rule_test: names.map((alertname) => ({
      eval_time: `${minute}m`,
      alertname,
      exp_alerts: on.includes(alertname) ? [{ exp_labels: {} }] : [],
    })),
  }))
  const rules = rulesOf(Object.fromEntries(names.map((name) => [name, `count(${RULES[name]!}) > 0`])))
  const outcome = promtool(['test', 'rules'], {
    'test.yaml': { rule_files: ['rules.yaml'], evaluation_interval: '1m', tests },
    'rules.yaml': rules,
  })
  expect(outcome.status, outcome.words).toBe(0)
})

it('counts every way in which an attempt can end that a board or an alert asks for', () => {
  const asked = [...Object.values(RULES), ...CHARTS].join('\n').match(/(?<=user_zerosec_jobs_)\w+/g) ?? []
  expect([...new Set(asked)].toSorted()).toEqual([...OUTCOMES].toSorted())
})
