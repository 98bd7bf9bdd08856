import type { Instruction } from 'dockerfile-ast'
import { flagOf, type Stage, stagesOf, words } from './image-definition.ts'

/** What one rule finds wrong, each with the instruction that it is about. */
type Rule = (stages: readonly Stage[], text: string) => readonly string[]

const SECRET_NAME = /PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_KEY|DATABASE_URL/i
const FETCHES = /\b(curl|wget)\b/

/** Rules that a linter for all Dockerfiles has not, or has for others than ours. */
const RULES: Readonly<Record<string, Rule>> = {
  'base-is-pinned': (stages, text) => [
    ...bases(stages).flatMap(({ from }) => (isPinned(from, text) ? [] : [`FROM ${from} is not pinned by a digest`])),
    // An image as well: it is fetched, reads the file, and makes of it what it likes.
    ...[...text.matchAll(/^#\s*syntax\s*=\s*(\S+)/gim)].flatMap(([, frontend = '']) =>
      isPinned(frontend, text) ? [] : [`# syntax=${frontend} is not pinned by a digest`],
    ),
  ],
  'no-latest': (_, text) =>
    [...text.matchAll(/^(?:FROM|ARG)\s.*:latest\b.*$/gim)].map(([line]) => `${line.trim()} names a tag that moves`),
  'user-has-no-rights': (stages) =>
    images(stages).flatMap((stage) => {
      const user = last(stages, stage, 'USER')?.getArgumentsContent() ?? 'root'
      return /^[1-9]\d*(:[1-9]\d*)?$/.test(user)
        ? []
        : [`${nameOf(stage)} runs as ${user}: a number that is not 0 is wanted`]
    }),
  'no-add': (stages) =>
    each(stages, 'ADD').map((add) => `ADD ${add.getArgumentsContent()}: it fetches and unpacks unasked; COPY does not`),
  'health-is-checked': (stages) =>
    images(stages).flatMap((stage) => {
      const check = last(stages, stage, 'HEALTHCHECK')?.getArgumentsContent() ?? 'NONE'
      if (!/CMD\s+\[/.test(check)) return [`${nameOf(stage)} has no HEALTHCHECK with a list of words`]
      return FETCHES.test(check) ? [`${nameOf(stage)} checks its health by a program that it should not have`] : []
    }),
  'program-is-first-process': (stages) =>
    images(stages).flatMap((stage) => {
      const entry = last(stages, stage, 'ENTRYPOINT') ?? last(stages, stage, 'CMD')
      const isList = entry?.getArgumentsContent()?.startsWith('[') === true
      return isList ? [] : [`${nameOf(stage)} is started by a shell, which passes no signals on`]
    }),
  'no-secrets': (stages, text) => [
    ...[...text.matchAll(/^\s*(?:ARG|ENV)\s+([A-Za-z_]\w*)/gm), ...text.matchAll(/^\s+([A-Z_]+)=\S+ *\\?$/gm)].flatMap(
      ([, name = '']) => (SECRET_NAME.test(name) ? [`${name} would stand in the image's history`] : []),
    ),
    ...each(stages, 'COPY').flatMap((copy) =>
      words(copy).some((word) => /(^|\/)(\.env|\.npmrc|id_rsa|.*\.(pem|key))$/.test(word))
        ? [`COPY ${copy.getArgumentsContent()} puts a secret into a layer`]
        : [],
    ),
  ],
  'apt-leaves-nothing': (stages) =>
    runs(stages, /apt-get\s+(-\S+\s+)*install/).flatMap((command) =>
      [
        ...(/\s(-y|--yes|-qqy?)\b/.test(command) ? [] : ['apt-get install without --yes']),
        ...(command.includes('--no-install-recommends') ? [] : ['apt-get install without --no-install-recommends']),
        ...(command.includes('rm -rf /var/lib/apt/lists') ? [] : ['apt-get install leaves its lists in the layer']),
      ].map((problem) => `${problem}: ${command}`),
    ),
  'packages-are-locked': (stages) =>
    runs(stages, /\bnpm\s+(i|install|update)\b|\byarn\s+add\b/).map(
      (command) => `${command} takes what is newest: npm ci`,
    ),
  'nothing-is-piped-into-a-shell': (stages) =>
    runs(stages, /\b(curl|wget)\b[^;&]*\|\s*(ba|da|z)?sh\b|\bsudo\b|chmod\s+(-R\s+)?0?777/).map(
      (command) => `${command} runs what nobody has checked, or gives rights away`,
    ),
  'images-copy-from-stages': (stages) =>
    images(stages).flatMap((stage) =>
      chain(stages, stage)
        .flatMap(({ instructions }) => instructions)
        .filter((copy) => copy.getKeyword() === 'COPY' && flagOf(copy, 'from') === undefined)
        .map((copy) => `${nameOf(stage)} copies ${copy.getArgumentsContent()} from the folder of whoever builds`),
    ),
}

export const RULE_NAMES = Object.keys(RULES)

/** Everything that our rules find wrong with a Dockerfile, each with the rule's name. */
export function findingsOf(text: string): { readonly rule: string; readonly problem: string }[] {
  const stages = stagesOf(text)
  return Object.entries(RULES).flatMap(([rule, check]) => check(stages, text).map((problem) => ({ rule, problem })))
}

function bases(stages: readonly Stage[]): Stage[] {
  return stages.filter(({ from }) => from !== 'scratch' && !stages.some(({ name }) => name === from))
}

/** Stages that nothing else is made from. */
function images(stages: readonly Stage[]): Stage[] {
  const used = new Set(stages.map(({ from }) => from))
  for (const copy of each(stages, 'COPY')) {
    const source = flagOf(copy, 'from')
    if (source !== undefined) used.add(source)
  }
  return stages.filter(({ name }) => name === undefined || !used.has(name))
}

/** By a digest that is written out, or by an argument that has no default. */
function isPinned(image: string, text: string): boolean {
  const [, digest = ''] = /@(.+)$/.exec(image) ?? []
  if (/^sha256:[0-9a-f]{64}$/.test(digest)) return true
  const [, argument] = /^\$\{(\w+)\}$/.exec(digest) ?? []
  return argument !== undefined && new RegExp(`^ARG ${argument}$`, 'm').test(text)
}

function chain(stages: readonly Stage[], stage: Stage): Stage[] {
  const below = stages.find(({ name }) => name !== undefined && name === stage.from)
  return below ? [...chain(stages, below), stage] : [stage]
}

function last(stages: readonly Stage[], stage: Stage, keyword: string): Instruction | undefined {
  return chain(stages, stage)
    .flatMap(({ instructions }) => instructions)
    .findLast((instruction) => instruction.getKeyword() === keyword)
}

function each(stages: readonly Stage[], keyword: string): Instruction[] {
  return stages.flatMap(({ instructions }) => instructions).filter((each) => each.getKeyword() === keyword)
}

function runs(stages: readonly Stage[], pattern: RegExp): string[] {
  return each(stages, 'RUN')
    .map((run) => run.getArgumentsContent() ?? '')
    .filter((command) => pattern.test(command))
}

function nameOf({ name, from }: Stage): string {
  return name ?? `the image from ${from}`
}
