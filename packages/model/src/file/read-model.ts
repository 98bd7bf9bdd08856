import { outputsOf, type Predictor } from '@zerosec/engine'
import type { MetadataValue, Model, ModelTarget, TrainingFacts } from '../model.ts'
import {
  type CategoryInput,
  domainInputs,
  featureLevels,
  levelsOf,
  type ModelInput,
  type NumberInput,
  type TextInput,
} from '../model-input.ts'
import {
  choice,
  integer,
  list,
  nullable,
  number,
  object,
  optional,
  type Reader,
  record,
  refused,
  tagged,
  text,
} from './checked-data.ts'
import { predictorOf } from './read-predictor.ts'
import { textClassifier } from './read-text-classifier.ts'
import { applicabilityDomain, predictionInterval } from './read-trust.ts'

const name: Reader<string> = (value, place) => {
  if (text(value, place) === '') throw refused(place, 'is empty')
  return value as string
}

const distinctNames: Reader<string[]> = (value, place) => {
  const names = list(text)(value, place)
  if (names.length === 0) throw refused(place, 'is empty')
  if (new Set(names).size !== names.length) throw refused(place, 'names one thing twice')
  return names
}

const input = tagged<ModelInput>('kind', {
  number: object<NumberInput>({ kind: choice('number'), name, unit: optional(text), low: number, high: number }),
  category: object<CategoryInput>({ kind: choice('category'), name, unit: optional(text), levels: distinctNames }),
  boolean: object({ kind: choice('boolean'), name }),
  text: object<TextInput>({ kind: choice('text'), name, classifier: textClassifier }),
})

const inputs: Reader<ModelInput[]> = (value, place) => {
  const read = list(input)(value, place)
  distinctNames(
    read.map((column) => column.name),
    place,
  )
  const first = read.findIndex(({ kind }) => kind === 'text')
  if (first >= 0 && read.slice(first).some(({ kind }) => kind !== 'text'))
    throw refused(place, 'has a text that is not among the last')
  return read
}

const target = object<ModelTarget>({ name, unit: optional(text), classes: optional(distinctNames) })

const metadataValue: Reader<MetadataValue> = (value, place) => {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value
  return Array.isArray(value) ? list(metadataValue)(value, place) : record(metadataValue)(value, place)
}

const sha256: Reader<string> = (value, place) => {
  if (!/^[0-9a-f]{64}$/.test(text(value, place))) throw refused(place, 'is no SHA-256')
  return value as string
}

const training = object<TrainingFacts>({
  rows: integer(1),
  tableSha256: sha256,
  seed: integer(Number.MIN_SAFE_INTEGER),
  version: text,
  algorithm: text,
  scores: record(number),
})

/**
 * A model from data that nobody vouches for.
 *
 * @throws CodedError model_file_invalid with the first place that is wrong
 */
export function readModel(value: unknown): Model {
  const columns = inputs((value as Partial<Model> | null)?.inputs, 'inputs')
  const levels = featureLevels(columns)
  const model = object<Model>({
    target,
    inputs: () => columns,
    predictor: predictorOf(levels),
    interval: nullable(predictionInterval(levels)),
    domain: nullable(applicabilityDomain(Int32Array.from(domainInputs(columns), levelsOf))),
    training,
    metadata: record(metadataValue),
  })(value, '')
  checkOutputs(model.target, model.predictor)
  if (model.interval && outputsOf(model.predictor) !== 1) throw refused('interval', 'belongs to a number')
  return model
}

/** A number has one output; two classes have one or two, and others as many as there are. */
function checkOutputs({ classes }: ModelTarget, predictor: Predictor): void {
  const outputs = outputsOf(predictor)
  const fits =
    classes === undefined ? outputs === 1 : outputs === classes.length || (outputs === 1 && classes.length === 2)
  if (!fits) throw refused('target.classes', `do not fit the ${outputs} outputs of the predictor`)
}
