import type { Estimate } from './estimate.ts'
import { record } from './record.ts'
import type { RecordedResource } from './recorded-resource.ts'

interface Stack {
  /** One line. */
  readonly summary: string
  /** Runs the program with the settings of an example: no domain, image or address of it is anybody's. */
  readonly program: () => Promise<unknown>
  /** What it costs in a month, where somebody has written the prices down. */
  readonly estimate?: (resources: readonly RecordedResource[]) => Promise<Estimate>
}

const ofAws = async (resources: readonly RecordedResource[]): Promise<Estimate> =>
  (await import('../aws/cost.ts')).awsEstimate(resources)

const ofGcp = async (resources: readonly RecordedResource[]): Promise<Estimate> =>
  (await import('../gcp/cost.ts')).gcpEstimate(resources)

/** Every stack that can be deployed: what `deploy:plan` prints, and what policies, tests and pictures read. */
export const STACKS = {
  ec2: {
    summary: 'AWS: one machine with everything on it',
    program: async () =>
      (await import('../aws/ec2/stack.ts')).ec2Stack((await import('../aws/ec2/settings.ts')).EXAMPLE),
    estimate: ofAws,
  },
  ecs: {
    summary: 'AWS: API and workers on Fargate, with stores of their own',
    program: async () =>
      (await import('../aws/ecs/stack.ts')).ecsStack((await import('../aws/ecs/settings.ts')).EXAMPLE),
    estimate: ofAws,
  },
  gcp: {
    summary: 'Google Cloud: API and workers on Cloud Run, with stores of their own',
    program: async () => (await import('../gcp/stack.ts')).gcpStack((await import('../gcp/settings.ts')).EXAMPLE),
    estimate: ofGcp,
  },
  hybrid: {
    summary: 'AWS and Google Cloud: facts of a zerosec on AWS, asked for in BigQuery',
    program: async () =>
      (await import('../hybrid/stack.ts')).hybridStack((await import('../hybrid/settings.ts')).EXAMPLE),
    estimate: ofGcp,
  },
} as const satisfies Readonly<Record<string, Stack>>

export type StackName = keyof typeof STACKS

const recorded = new Map<StackName, Promise<readonly RecordedResource[]>>()

/** Everything that a stack would make, recorded without a cloud account, by type and name; recorded once in a process. */
export function recordedResources(stack: StackName): Promise<readonly RecordedResource[]> {
  const found = recorded.get(stack) ?? record(`zerosec-${stack}`, STACKS[stack].program)
  recorded.set(stack, found)
  return found
}

/** Whether a word from the command line names a stack. */
export function isStackName(name: string): name is StackName {
  return Object.hasOwn(STACKS, name)
}

/** What a stack costs in a month; undefined where no prices are written down. */
export async function estimateOf(stack: StackName): Promise<Estimate | undefined> {
  const { estimate }: Stack = STACKS[stack]
  return await estimate?.(await recordedResources(stack))
}
