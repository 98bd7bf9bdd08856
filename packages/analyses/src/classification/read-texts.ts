import { type ListedTexts, type TextCorpus, type TextUnitResult, textCorpus } from '@zerosec/engine'
import type { AnalysisInput } from '../analysis.ts'
import type { ModelInput } from '../modelling/inputs.ts'
import { runInThreads } from '../threads/run-in-threads.ts'
import type { ClassPlan } from './plan.ts'
import type { ClassPreparation } from './prepare.ts'
import type { ListUse, TextReading } from './text-columns.ts'
import type { NamedWordList } from './word-list.ts'

export interface ReadTexts {
  readonly preparation: ClassPreparation
  readonly plan: ClassPlan
}

/**
 * Makes features of the texts: in each division a classifier of words learns from the training rows, and gives every row a score, training
 * rows by classifiers of inner folds that did not see them. Other models go on from there as from any number.
 */
export async function readTexts(
  preparation: ClassPreparation,
  plan: ClassPlan,
  list: NamedWordList | null,
  say: AnalysisInput<unknown>['progress'],
): Promise<ReadTexts> {
  const { texts, classes, target } = preparation
  if (texts.length === 0) return { preparation, plan }
  const names = texts.map(({ name }) => name).join(', ')
  say(0, `Reading ${names}`)
  const corpora = texts.map(({ values }) => onSharedMemory(textCorpus(values, list?.list)))
  const all = Int32Array.from(target.keys())
  const divisions = [
    { training: all, test: new Int32Array(0), inner: plan.folds.final },
    ...plan.folds.outer.map(({ training, test, inner }) => ({ training, test, inner })),
  ]
  const units = texts.flatMap((_, column) => divisions.map((division) => ({ ...division, column })))
  const { weights } = plan.study
  const labels = { target: Int32Array.from(target), classes: classes.labels.length, ...(weights ? { weights } : {}) }
  let done = 0
  const results = await runInThreads('textUnits', { corpora, target: labels, units }, units.length, {
    onResult: () => {
      done++
      say(done / units.length, `Reading ${names}, part ${done} of ${units.length}`)
    },
  })
  const byColumn = texts.map((_, column) => results.slice(column * divisions.length, (column + 1) * divisions.length))
  const lists = corpora.map(({ listed }, column) =>
    list && listed ? listUse(list, listed, byColumn[column]![0]!.listWeight!) : null,
  )
  return withFeatures(preparation, plan, byColumn, lists)
}

/** @param byColumn  of each column of texts: all rows first, then the outer folds */
function withFeatures(
  preparation: ClassPreparation,
  plan: ClassPlan,
  byColumn: readonly (readonly TextUnitResult[])[],
  lists: readonly (ListUse | null)[],
): ReadTexts {
  const { texts, classes, matrix, inputs } = preparation
  const outputs = byColumn[0]![0]!.features.length
  const first = matrix.columns.length
  const scores = texts.flatMap(({ name }, column): ModelInput[] =>
    Array.from({ length: outputs }, (_, k) => ({
      kind: 'text',
      name: outputs === 1 ? name : `${name}: ${classes.labels[k]!}`,
      column: name,
      classifier: byColumn[column]![0]!.classifier!,
    })),
  )
  const featuresOf = (division: number) => byColumn.flatMap((results) => results[division]!.features)
  const levels = new Int32Array(first + scores.length)
  levels.set(matrix.levels)
  const read = { ...matrix, columns: [...matrix.columns, ...featuresOf(0)], levels }
  const readings = texts.map(
    ({ name }, column): TextReading => ({
      name,
      parts: byColumn[column]![0]!.parts,
      list: lists[column]!,
      unknown: byColumn[column]!.flatMap(({ unknown }) => [...unknown]).sort((a, b) => a - b),
    }),
  )
  return {
    preparation: { ...preparation, inputs: [...inputs, ...scores], matrix: read, readings },
    plan: {
      ...plan,
      study: { ...plan.study, matrix: read },
      replaced: plan.folds.outer.map((_, fold) =>
        featuresOf(fold + 1).map((values, k) => ({ feature: first + k, values })),
      ),
    },
  }
}

function listUse({ file, heading }: NamedWordList, { words, found, isKnown }: ListedTexts, weight: number): ListUse {
  return { file, heading, words, found, texts: isKnown.reduce((sum, each) => sum + each, 0), weight }
}

function onSharedMemory(corpus: TextCorpus): TextCorpus {
  const counts = corpus.counts.map((each) => ({
    ...each,
    starts: shared(each.starts),
    columns: shared(each.columns),
    counts: shared(each.counts),
  }))
  return { ...corpus, counts }
}

function shared<T extends Int32Array | Uint16Array>(values: T): T {
  const Type = values.constructor as new (buffer: SharedArrayBuffer) => T
  const copy = new Type(new SharedArrayBuffer(values.byteLength))
  copy.set(values)
  return copy
}
