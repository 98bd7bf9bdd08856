import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DockerfileParser, type Instruction, JSONInstruction, ModifiableInstruction } from 'dockerfile-ast'

export const DOCKERFILE = join(import.meta.dirname, 'Dockerfile')

/** What the Dockerfile says of one image: of its own stage and those that this one stands on. */
export interface ImageDefinition {
  /** Of the lowest stage. */
  readonly base: string
  readonly copies: readonly { readonly from: string | undefined; readonly source: string; readonly goal: string }[]
  readonly environment: Readonly<Record<string, string>>
  readonly user: string | undefined
  readonly entrypoint: readonly string[]
  readonly command: readonly string[]
  readonly healthcheck: readonly string[] | undefined
  readonly workingDirectory: string
}

export interface Stage {
  readonly name: string | undefined
  /** The image or the stage that it stands on. */
  readonly from: string
  readonly instructions: readonly Instruction[]
}

export function stagesOf(text: string): Stage[] {
  const stages: { name: string | undefined; from: string; instructions: Instruction[] }[] = []
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    if (instruction.getKeyword() !== 'FROM') {
      stages.at(-1)?.instructions.push(instruction)
      continue
    }
    const [image = '', as, name] = words(instruction)
    stages.push({ name: as?.toUpperCase() === 'AS' ? name : undefined, from: image, instructions: [] })
  }
  return stages
}

/** @throws RangeError when no stage has the name */
export function imageDefinition(target: string, text = readFileSync(DOCKERFILE, 'utf8')): ImageDefinition {
  const chain = chainOf(stagesOf(text), target)
  const all = chain.flatMap(({ instructions }) => instructions)
  const last = (keyword: string): Instruction | undefined => all.findLast((each) => each.getKeyword() === keyword)
  const health = last('HEALTHCHECK')
  return {
    base: chain[0]?.from ?? '',
    copies: all.filter((each) => each.getKeyword() === 'COPY').map(copyOf),
    environment: Object.fromEntries(all.filter((each) => each.getKeyword() === 'ENV').flatMap(assignments)),
    user: last('USER')?.getArgumentsContent() ?? undefined,
    entrypoint: strings(last('ENTRYPOINT')),
    command: strings(last('CMD')),
    healthcheck: health && JSON.parse(/CMD\s+(\[.*\])/s.exec(health.getArgumentsContent() ?? '')?.[1] ?? '[]'),
    workingDirectory: last('WORKDIR')?.getArgumentsContent() ?? '/',
  }
}

/** From the lowest stage to the target. */
function chainOf(stages: readonly Stage[], target: string): Stage[] {
  const stage = stages.find(({ name }) => name === target)
  if (!stage) throw new RangeError(`the Dockerfile has no stage ${target}`)
  const below = stages.some(({ name }) => name === stage.from) ? chainOf(stages, stage.from) : []
  return [...below, stage]
}

export function words(instruction: Instruction): string[] {
  return instruction.getArguments().map((argument) => argument.getValue())
}

function copyOf(instruction: Instruction): ImageDefinition['copies'][number] {
  const all = words(instruction)
  const [source = '', goal = ''] = all.filter((word) => !word.startsWith('--'))
  const from = flagOf(instruction, 'from')
  return { from, source, goal }
}

/** Of a COPY or RUN: `flagOf(copy, 'from')`. */
export function flagOf(instruction: Instruction, name: string): string | undefined {
  if (!(instruction instanceof ModifiableInstruction)) return undefined
  return (
    instruction
      .getFlags()
      .find((flag) => flag.getName() === name)
      ?.getValue() ?? undefined
  )
}

function assignments(instruction: Instruction): [string, string][] {
  return words(instruction).map((word) => {
    const at = word.indexOf('=')
    return [word.slice(0, at), word.slice(at + 1)]
  })
}

function strings(instruction: Instruction | undefined): string[] {
  if (!(instruction instanceof JSONInstruction)) return []
  return instruction.getJSONStrings().map((each) => each.getJSONValue())
}
