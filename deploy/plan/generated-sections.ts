import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GCP_RULES, NOT_APPLIED } from '../policy/gcp/gcp-rules.ts'
import type { Rule } from '../policy/rule.ts'
import { RULES } from '../policy/rules.ts'
import { monthlyCost, sortedLines } from './estimate.ts'
import { estimateOf, type StackName } from './stacks.ts'

const ROOT = join(import.meta.dirname, '../..')
/** Lines of less are summed up: nobody decides by them. */
const LEAST_DOLLARS = 1

/** Sections of the docs that follow from the stacks: by page, then by heading. `npm run deploy:plan -- docs` writes them. */
export const GENERATED_SECTIONS: Readonly<Record<string, Readonly<Record<string, () => Promise<string>>>>> = {
  'docs/deploy-aws.md': {
    '### One machine, in a month': () => costTable('ec2'),
    '### ECS, in a month': () => costTable('ecs'),
    '## Rules that every stack keeps': async () => ruleTable(RULES),
  },
  'docs/deploy-gcp.md': {
    '### Google Cloud, in a month': () => costTable('gcp'),
    '## What is not held to': async () => reasonTable(NOT_APPLIED),
    '## Rules for Google Cloud': async () => ruleTable(GCP_RULES),
  },
  'docs/deploy-hybrid.md': { '### BigQuery, in a month': () => costTable('hybrid') },
}

/** A page with its generated sections as they have to be. @throws RangeError when a heading is not there */
export async function withSections(path: string): Promise<string> {
  let page = readFileSync(join(ROOT, path), 'utf8')
  for (const [heading, text] of Object.entries(GENERATED_SECTIONS[path] ?? {})) {
    page = withSection(page, heading, await text())
  }
  return page
}

/** Replaces what stands between a heading and the next one. */
export function withSection(page: string, heading: string, text: string): string {
  const start = page.indexOf(`\n${heading}\n`)
  if (start < 0) throw new RangeError(`there is no "${heading}"`)
  const from = start + heading.length + 2
  const next = /\n#{1,6} /.exec(page.slice(from))
  const rest = next === null ? '' : page.slice(from + next.index)
  return `${page.slice(0, from)}\n${text}\n${rest}`
}

async function costTable(stack: StackName): Promise<string> {
  const estimate = await estimateOf(stack)
  if (estimate === undefined) throw new RangeError(`${stack} has no prices`)
  const { date, region } = estimate.prices
  const lines = sortedLines(estimate).map((line) => ({ ...line, dollars: line.quantity * line.price }))
  const rest = lines.filter(({ dollars }) => dollars < LEAST_DOLLARS).reduce((sum, { dollars }) => sum + dollars, 0)
  const rows = lines
    .filter(({ dollars }) => dollars >= LEAST_DOLLARS)
    .map(
      ({ what, quantity, unit, price, dollars }) =>
        `| ${what} | ${Math.round(quantity * 10) / 10} ${unit} at $${price} | ${dollars.toFixed(2)} |`,
    )
  return [
    `List prices of ${date} in ${region}.`,
    '',
    '| | | US dollars |',
    '|---|---|---|',
    ...rows,
    `| the rest | | ${rest.toFixed(2)} |`,
    `| **together** | | **${monthlyCost(estimate).toFixed(0)}** |`,
  ].join('\n')
}

function ruleTable(rules: readonly Rule[]): string {
  const rows = rules.map(({ name, description, tags = [] }) => `| \`${name}\` | ${description} | ${tags.join(', ')} |`)
  return ['| rule | what has to be so | checks that it covers |', '|---|---|---|', ...rows].join('\n')
}

function reasonTable(reasons: Readonly<Record<string, string>>): string {
  const rows = Object.entries(reasons).map(([check, reason]) => `| ${check} | ${reason} |`)
  return ['| check | why not |', '|---|---|', ...rows].join('\n')
}
