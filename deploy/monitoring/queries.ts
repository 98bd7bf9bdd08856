import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { DASHBOARDS } from './grafana/dashboards.ts'

export const PROMETHEUS = join(import.meta.dirname, 'prometheus')

export interface Query {
  /** Where it stands. */
  readonly place: string
  readonly expression: string
}

interface RuleFile {
  readonly groups: readonly {
    readonly rules: readonly { readonly record?: string; readonly alert?: string; readonly expr: string }[]
  }[]
}

interface TestFile {
  readonly tests: readonly {
    readonly alert_rule_test?: readonly { readonly alertname: string; readonly exp_alerts?: readonly unknown[] }[]
  }[]
}

export function rulesOf(folder = join(PROMETHEUS, 'rules')): RuleFile['groups'][number]['rules'] {
  return yamlFiles<RuleFile>(folder).flatMap(({ groups }) => groups.flatMap(({ rules }) => rules))
}

/** What the tests expect of each alert: whether there is a case in which it fires, and one in which it does not. */
export function testedAlerts(): ReadonlyMap<string, { fires: boolean; isSilent: boolean }> {
  const tested = new Map<string, { fires: boolean; isSilent: boolean }>()
  for (const { tests } of yamlFiles<TestFile>(join(PROMETHEUS, 'tests'))) {
    for (const { alertname, exp_alerts = [] } of tests.flatMap(({ alert_rule_test = [] }) => alert_rule_test)) {
      const seen = tested.get(alertname) ?? { fires: false, isSilent: false }
      tested.set(alertname, {
        fires: seen.fires || exp_alerts.length > 0,
        isSilent: seen.isSilent || exp_alerts.length === 0,
      })
    }
  }
  return tested
}

/** Everything that rules and dashboards ask Prometheus; Grafana's variable has a value. */
export function allQueries(): Query[] {
  const ofRules = rulesOf().map(({ record, alert, expr }) => ({ place: record ?? alert ?? '', expression: expr }))
  const ofDashboards = DASHBOARDS.flatMap(({ title, rows }) =>
    Object.values(rows).flatMap((panels) =>
      panels.flatMap((panel) =>
        Object.values(panel.queries).map((query) => ({
          place: `${title}: ${panel.title}`,
          expression: query.replaceAll('$__rate_interval', '1m'),
        })),
      ),
    ),
  )
  return [...ofRules, ...ofDashboards]
}

/** Names of zerosec's metrics and recorded series in an expression. */
export function namesIn(expression: string): string[] {
  return [...new Set(expression.replace(/"[^"]*"/g, '').match(/\bzerosec[_:][\w:]+/g))]
}

function yamlFiles<File>(folder: string): File[] {
  return readdirSync(folder).map((name) => parse(readFileSync(join(folder, name), 'utf8')) as File)
}
