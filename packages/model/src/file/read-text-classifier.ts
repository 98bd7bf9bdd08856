import { TEXT_READING, type TermRules, type TextClassifier, type TextPart, type Tfidf } from '@zerosec/engine'
import {
  array,
  choice,
  hasLength,
  integer,
  isFiniteEverywhere,
  list,
  object,
  type Reader,
  refused,
  texts,
} from './checked-data.ts'

/** Longer runs are not learnt; each length is a pass over a text. */
const LONGEST_RUN = 8

const rules: Reader<TermRules> = (value, place) => {
  const read = object<TermRules>({
    kind: choice('words', 'characters'),
    shortest: integer(1, LONGEST_RUN),
    longest: integer(1, LONGEST_RUN),
  })(value, place)
  if (read.shortest > read.longest) throw refused(`${place}.shortest`, 'is above the longest')
  return read
}

const tfidf: Reader<Tfidf> = (value, place) => {
  const read = object<Tfidf>({ rules, terms: texts, inverseFrequencies: array(Float64Array) })(value, place)
  read.terms.forEach((term, i) => {
    if (i > 0 && !(term > read.terms[i - 1]!)) throw refused(`${place}.terms[${i}]`, 'does not ascend')
  })
  hasLength(read.inverseFrequencies, read.terms.length, `${place}.inverseFrequencies`)
  isFiniteEverywhere(read.inverseFrequencies, `${place}.inverseFrequencies`)
  return read
}

const part = object<TextPart>({ tfidf, coefficients: array(Float64Array) })

const reading: Reader<typeof TEXT_READING> = (value, place) => {
  if (value !== TEXT_READING) throw refused(place, 'is of another version of zerosec, which divided texts otherwise')
  return TEXT_READING
}

/** @throws CodedError model_file_invalid for another way to read texts, terms out of order, arrays that do not fit them, numbers that are not finite */
export const textClassifier: Reader<TextClassifier> = (value, place) => {
  const read = object<TextClassifier>({ reading, intercepts: array(Float64Array), parts: list(part) })(value, place)
  const outputs = read.intercepts.length
  if (outputs === 0) throw refused(`${place}.intercepts`, 'is empty')
  isFiniteEverywhere(read.intercepts, `${place}.intercepts`)
  read.parts.forEach(({ coefficients, tfidf: { terms } }, i) => {
    hasLength(coefficients, outputs * terms.length, `${place}.parts[${i}].coefficients`)
    isFiniteEverywhere(coefficients, `${place}.parts[${i}].coefficients`)
  })
  return read
}
