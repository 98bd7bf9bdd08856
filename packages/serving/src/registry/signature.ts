import type { ModelInputView, ModelSignature, ModelTraining } from '@zerosec/contract'
import { derivedName } from '@zerosec/engine'
import { type ExportFormat, exportFormats, type Model, type ModelInput } from '@zerosec/model'

/** Levels that a difference names. */
const SHOWN = 5

/** What a model takes and gives. */
export function signatureOf({ inputs, target, metadata }: Model): ModelSignature {
  const derived = new Map(expressionsOf(metadata).map((expression) => [derivedName(expression), expression]))
  return {
    inputs: inputs.map((input) => {
      const expression = derived.get(input.name)
      return { ...inputView(input), ...(expression === undefined ? {} : { derived_from: expression }) }
    }),
    output: {
      name: target.name,
      kind: target.classes ? 'class' : 'number',
      ...(target.unit === undefined ? {} : { unit: target.unit }),
      ...(target.classes ? { classes: [...target.classes] } : {}),
    },
  }
}

/** The expressions by which a model's table had calculated columns, in their order. */
export function expressionsOf({ derived_columns: derived }: Model['metadata']): readonly string[] {
  return Array.isArray(derived) ? derived.filter((expression) => typeof expression === 'string') : []
}

function inputView(input: ModelInput): ModelInputView {
  const { kind, name } = input
  if (kind === 'text' || kind === 'boolean') return { name, kind }
  const unit = input.unit === undefined ? {} : { unit: input.unit }
  return kind === 'number'
    ? { name, kind, ...unit, low: input.low, high: input.high }
    : { name, kind, ...unit, levels: [...input.levels] }
}

/** What is kept of how a model came about, and of what it can become. */
export interface RegisteredTraining extends ModelTraining {
  /** Not of versions that were registered before this was kept. */
  readonly exports?: readonly ExportFormat[]
}

export function trainingOf(model: Model): RegisteredTraining {
  const { rows, tableSha256, seed, version, algorithm, scores } = model.training
  const training = { rows, table_sha256: tableSha256, seed, version, algorithm, scores: { ...scores } }
  return { ...training, exports: exportFormats(model) }
}

/**
 * In which ways those who call the one would notice that the other answers; none where they wouldn't. Ranges may differ, and so may
 * levels that the other knows in addition.
 */
export function signatureDifferences(before: ModelSignature, after: ModelSignature): string[] {
  const found: string[] = []
  const known = new Map(before.inputs.map((input) => [input.name, input]))
  const now = new Map(after.inputs.map((input) => [input.name, input]))
  for (const { name } of before.inputs) if (!now.has(name)) found.push(`it does not read "${name}"`)
  for (const input of after.inputs) {
    const old = known.get(input.name)
    if (!old) found.push(`it needs "${input.name}"`)
    else found.push(...inputDifferences(old, input))
  }
  const [a, b] = [before.output, after.output]
  if (a.name !== b.name) found.push(`it predicts "${b.name}", not "${a.name}"`)
  if (a.kind !== b.kind) found.push(`it gives a ${b.kind}, not a ${a.kind}`)
  if (a.unit !== b.unit) found.push(`its predictions are in ${b.unit ?? 'no unit'}, not ${a.unit ?? 'no unit'}`)
  if (a.classes && b.classes && JSON.stringify(a.classes) !== JSON.stringify(b.classes))
    found.push(`its classes are ${b.classes.join(', ')}, not ${a.classes.join(', ')}`)
  return found
}

function inputDifferences(before: ModelInputView, after: ModelInputView): string[] {
  const { name } = after
  if (before.kind !== after.kind) return [`"${name}" is a ${after.kind}, not a ${before.kind}`]
  const found: string[] = []
  if (before.unit !== after.unit)
    found.push(`"${name}" is in ${after.unit ?? 'no unit'}, not ${before.unit ?? 'no unit'}`)
  const levels = new Set(after.levels)
  const lost = (before.levels ?? []).filter((level) => !levels.has(level))
  if (lost.length > 0)
    found.push(`"${name}" has no level ${lost.slice(0, SHOWN).join(', ')}${lost.length > SHOWN ? ' …' : ''}`)
  return found
}
