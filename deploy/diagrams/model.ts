import type { IconName } from './icons.ts'

/**
 * What something in a picture stands for. `compare-with-code.ts` looks each of them up in the code, and each of the code's up here:
 * a package or app of the repository, a group of the API's routes, a type of resource of a Pulumi stack, a service of the
 * compose file, a workflow of GitHub, a command of package.json.
 */
export type Reference = `${ReferenceKind}:${string}`

export const REFERENCE_KINDS = ['package', 'app', 'route', 'resource', 'service', 'workflow', 'script'] as const
export type ReferenceKind = (typeof REFERENCE_KINDS)[number]

/** A box. */
export interface Part {
  readonly id: string
  readonly title: string
  readonly note?: string
  readonly icon?: IconName
  readonly stands?: readonly Reference[]
}

/** A frame around boxes. `place` is where something is (an account, a network, a machine), `process` what runs, `step` a stage. */
export interface Group {
  readonly id: string
  readonly title: string
  readonly kind: 'place' | 'network' | 'process' | 'step'
  readonly icon?: IconName
  readonly stands?: readonly Reference[]
  /** Boxes in rows of so many. Flows then end at the frame. Left out: boxes go where their flows want them. */
  readonly columns?: number
  readonly holds: readonly (Part | Group)[]
}

export interface Flow {
  readonly from: string
  readonly to: string
  readonly label?: string
  /** `watch` for what is observed or controlled and carries no data of the user's: dashed. */
  readonly kind?: 'data' | 'watch'
  /** Drawn where the boxes are: it has no say in where they go. */
  readonly isLoose?: true
}

export interface Picture {
  /** Of its files: `docs/pictures/<name>.svg` and `.png`. */
  readonly name: string
  readonly title: string
  /** What it shows, in a sentence, for those who can't see it. */
  readonly description: string
  readonly direction: 'down' | 'right'
  readonly holds: readonly (Part | Group)[]
  readonly flows: readonly Flow[]
  /** Boxes that stand beside each other, or one before the other, where the flows alone would not place them so. */
  readonly rows?: readonly (readonly string[])[]
  readonly orders?: readonly (readonly [before: string, after: string])[]
}

export function isGroup(part: Part | Group): part is Group {
  return 'holds' in part
}

/** Every box and frame of a picture, from the outside inwards. */
export function partsOf(holds: Picture['holds']): (Part | Group)[] {
  return holds.flatMap((part) => [part, ...(isGroup(part) ? partsOf(part.holds) : [])])
}
