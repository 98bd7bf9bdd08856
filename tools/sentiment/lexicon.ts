import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { listableWord, negates } from '../../packages/engine/src/index.ts'
import { sha256Of } from './sentences.ts'

/** VADER's lexicon as a word list of ours. */
export interface Lexicon {
  /** Lines of a word, a tab and its value. */
  readonly bytes: Uint8Array
  readonly words: number
  /** Entries that are read as no word or as several, faces and idioms, and words that negate: what these say they say of others. */
  readonly leftOut: number
  /** Of the lexicon's own file. */
  readonly sha256: string
}

/** Entries that are read alike (XD and xd, and some that stand twice) have the mean of their values. */
export function vaderLexicon(root: string): Lexicon {
  const file = readFileSync(join(root, 'node_modules/vader-sentiment/vader_lexicon.txt'))
  const valuesOf = new Map<string, number[]>()
  let leftOut = 0
  for (const line of file.toString('utf8').split('\n')) {
    const [entry = '', value] = line.split('\t')
    if (value === undefined) continue
    const word = listableWord(entry)
    if (word === null || negates(word)) leftOut++
    else valuesOf.set(word, [...(valuesOf.get(word) ?? []), Number(value)])
  }
  const lines = Array.from(valuesOf, ([word, values]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    return `${word}\t${mean}\n`
  })
  return { bytes: new TextEncoder().encode(lines.join('')), words: valuesOf.size, leftOut, sha256: sha256Of(file) }
}
