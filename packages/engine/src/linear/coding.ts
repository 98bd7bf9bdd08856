/**
 * How a category enters a model. treatment: each level against the first. effects: each level against the mean of all
 * levels, so that the effects add up to zero. orthonormal: Helmert contrasts of unit mean square over the levels, orthogonal to
 * each other and to the mean. indicator: one column a level, used where the model has no margin to compare with.
 */
export type Coding = 'treatment' | 'effects' | 'orthonormal'

/** The columns of a coded category: the level each is named after, and the code of every level. */
export interface CodedColumn {
  readonly level: string
  /** One code a level, in the order of the levels. */
  readonly codes: readonly number[]
}

/**
 * The contrast columns of a category: one less than its levels.
 *
 * treatment: column j is 1 at level j + 1 and 0 elsewhere. effects: column j is 1 at level j, −1 at the last level.
 * orthonormal: column j is negative and equal at levels 0 … j, positive at level j + 1, 0 elsewhere.
 */
export function contrastColumns(levels: readonly string[], coding: Coding): CodedColumn[] {
  const last = levels.length - 1
  if (coding === 'treatment') return indicatorColumns(levels).slice(1)
  if (coding === 'orthonormal') return helmertColumns(levels)
  return levels.slice(0, last).map((level, j) => ({
    level,
    codes: levels.map((_, i) => (i === j ? 1 : i === last ? -1 : 0)),
  }))
}

export function indicatorColumns(levels: readonly string[]): CodedColumn[] {
  return levels.map((level, j) => ({ level, codes: levels.map((_, i) => (i === j ? 1 : 0)) }))
}

function helmertColumns(levels: readonly string[]): CodedColumn[] {
  return levels.slice(1).map((level, j) => {
    const scale = Math.sqrt(levels.length / ((j + 1) * (j + 2)))
    return { level, codes: levels.map((_, i) => (i <= j ? -scale : i === j + 1 ? (j + 1) * scale : 0)) }
  })
}
