import { parse } from 'yaml'
import type { Job, Step, Workflow } from './workflow.ts'

interface Rule {
  /** Why the rule is there. */
  readonly reason: string
  readonly problems: (workflow: Workflow, text: string) => readonly string[]
}

const jobsOf = (workflow: Workflow): readonly (readonly [string, Job])[] => Object.entries(workflow.jobs ?? {})
const stepsOf = (workflow: Workflow): readonly Step[] => jobsOf(workflow).flatMap(([, job]) => job.steps ?? [])
const ofJobs = (problem: (job: Job) => string | false) => (workflow: Workflow) =>
  jobsOf(workflow).flatMap(([name, job]) => {
    const found = problem(job)
    return found ? [`${name}: ${found}`] : []
  })

const ALL_PERMISSIONS = /^(read|write)-all$/
const FULL_PIN = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/
const PIN_LINE = /uses:\s*\S+@[0-9a-f]{40}(?!\s+# v\d+\.\d+\.\d+\s*$)/
const STATIC_KEYS =
  /secrets\.\w*(AWS_|ACCESS_KEY|GCP_|GOOGLE_|CREDENTIALS|SERVICE_ACCOUNT_KEY)|AKIA[0-9A-Z]{16}|credentials_json|aws-secret-access-key/

/** What every workflow of the repository keeps to, beside what actionlint finds. */
export const WORKFLOW_RULES: Readonly<Record<string, Rule>> = {
  'pinned-actions': {
    reason: 'a tag can be moved to other code; a commit can not',
    problems: (workflow) =>
      [...stepsOf(workflow), ...jobsOf(workflow).map(([, job]) => job)].flatMap(({ uses }) =>
        uses === undefined || uses.startsWith('./') || FULL_PIN.test(uses) ? [] : [uses],
      ),
  },
  'named-versions': {
    reason: 'a commit alone says to nobody how old it is',
    problems: (_, text) => text.split('\n').filter((line) => PIN_LINE.test(line)),
  },
  'no-default-permissions': {
    reason: 'a job that names none would get those of the repository',
    problems: ({ permissions }) =>
      typeof permissions === 'object' && permissions !== null && Object.keys(permissions).length === 0
        ? []
        : ['the workflow needs permissions: {}'],
  },
  'permissions-of-jobs': {
    reason: 'each job gets what it needs',
    problems: ofJobs(
      ({ permissions }) =>
        (permissions === undefined && 'no permissions') ||
        (typeof permissions === 'string' && ALL_PERMISSIONS.test(permissions) && `permissions: ${permissions}`),
    ),
  },
  timeouts: {
    reason: 'a job that hangs would hold its runner, and its place in the queue of deployments, for six hours',
    problems: ofJobs((job) => job.uses === undefined && job['timeout-minutes'] === undefined && 'no timeout-minutes'),
  },
  concurrency: {
    reason: 'two deployments or releases at once undo each other',
    problems: ({ concurrency }) => (concurrency === undefined ? ['no concurrency'] : []),
  },
  'fixed-runners': {
    reason: 'latest is another system from one day to the next',
    problems: ofJobs((job) => JSON.stringify(job['runs-on'] ?? '').includes('latest') && 'runs on the latest'),
  },
  'no-foreign-code-with-rights': {
    reason: 'these events run with secrets and rights on what anyone may propose',
    problems: ({ on }) => {
      const events = typeof on === 'string' ? [on] : Array.isArray(on) ? on : Object.keys(on ?? {})
      return events.filter((event) => event === 'pull_request_target' || event === 'workflow_run')
    },
  },
  'no-expression-in-scripts': {
    reason: 'an expression becomes part of the script: whoever names a branch or a version would write commands',
    problems: (workflow) =>
      stepsOf(workflow).flatMap(({ run, with: given = {} }) =>
        [run, given['script']].filter((text): text is string => typeof text === 'string' && text.includes('${{')),
      ),
  },
  'no-static-keys': {
    reason: 'a key that is stored can be taken away; a token of a run ends with it',
    problems: (_, text) => text.split('\n').filter((line) => STATIC_KEYS.test(line)),
  },
  'no-kept-credentials': {
    reason: 'the token of the checkout would lie in .git for every later step',
    problems: (workflow) =>
      stepsOf(workflow).flatMap(({ uses, with: given = {} }) =>
        uses?.startsWith('actions/checkout@') && given['persist-credentials'] !== false ? [uses] : [],
      ),
  },
  'no-inherited-secrets': {
    reason: 'a called workflow would get every secret there is',
    problems: ofJobs(({ secrets }) => secrets === 'inherit' && 'secrets: inherit'),
  },
}

/** `rule: problem` for everything in a workflow that breaks a rule. */
export function brokenRules(text: string): readonly string[] {
  const workflow = parse(text) as Workflow
  return Object.entries(WORKFLOW_RULES).flatMap(([name, { problems }]) =>
    problems(workflow, text).map((problem) => `${name}: ${problem.trim()}`),
  )
}
