import { seededGenerator } from '../src/random/generator.ts'
import { fitTextClassifier, textCorpus } from '../src/text/fit-text-classifier.ts'
import type { InnerFold } from '../src/validation/nested-folds.ts'

const TELLING = [
  ['bad', 'broken', 'noisy'],
  ['good', 'solid', 'quiet'],
  ['late', 'lost', 'slow'],
]
const ANY = ['the', 'motor', 'with', 'blue', 'cover', 'and', 'a', 'long', 'cable', 'arrived']

/** Seeded texts of eight words, two of them of their class. */
export function sampleTexts(count: number, classes: number, seed = 1): { texts: string[]; target: Int32Array } {
  const draw = seededGenerator(seed)
  const target = Int32Array.from({ length: count }, (_, i) => i % classes)
  const texts = Array.from(target, (k) => {
    const words = Array.from({ length: 6 }, () => ANY[draw.integer(ANY.length)]!)
    words.push(...Array.from({ length: 2 }, () => TELLING[k]![draw.integer(3)]!))
    draw.shuffle(words)
    return words.join(' ')
  })
  return { texts, target }
}

/** Every k-th text validates. */
export function sampleFolds(count: number, k = 4): InnerFold[] {
  const places = Int32Array.from({ length: count }, (_, place) => place)
  return Array.from({ length: k }, (_, fold) => ({
    training: places.filter((place) => place % k !== fold),
    validation: places.filter((place) => place % k === fold),
  }))
}

export function sampleClassifier(classes: number, count = 120) {
  const { texts, target } = sampleTexts(count, classes)
  const all = Int32Array.from(texts.keys())
  return { texts, target, ...fitTextClassifier(textCorpus(texts), { target, classes }, all, sampleFolds(count)) }
}
