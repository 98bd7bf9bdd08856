import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markedWords, markNegations } from './negation.ts'
import { normaliseText } from './normalise-text.ts'
import { plainTokens } from './plain-tokens.ts'
import { anyTokens, tokensOf } from './text-tokens.ts'

const tokens = (text: string) => tokensOf(normaliseText(text).text)
const words = (text: string) => tokens(text).map((token) => token.text)

describe('tokensOf', () => {
  it.each([
    ['keeps apostrophes inside words', "I don't like 'it'", ['i', "don't", 'like', 'it']],
    ['keeps exclamation and question marks, and faces', 'Why?! Nice :)', ['why', '!', 'nice', ':)']],
    ['divides at dashes and slashes', 'non-existent/bad', ['non', 'existent', 'bad']],
    ['divides where two sentences touch', 'minutes.MAJOR', ['minutes', 'major']],
    ['keeps digits in names', 'my mp3 of 10mm', ['my', 'mp3', 'of', '10', 'mm']],
    ['keeps decimal points', 'rated 4.5 of 10', ['rated', '4.5', 'of', '10']],
    ['keeps only the size of long numbers', 'lot 20240117', ['lot', '00000000']],
    ['divides Japanese where the script changes', 'この製品は良くない。', ['この', '製品', 'は', '良', 'くない']],
    ['keeps long vowels with their katakana', 'モーターが人々の', ['モーター', 'が', '人々', 'の']],
    ['keeps Latin words between Japanese', '新しいMotor用', ['新', 'しい', 'motor', '用']],
    ['keeps pictographs', 'great 😀👍', ['great', '😀', '👍']],
    ['finds nothing in signs', '/// --- "" ', []],
    ['reads other scripts', 'очень хорошо, très bien', ['очень', 'хорошо', 'très', 'bien']],
  ])('%s', (_, text, expected) => {
    expect(words(text)).toEqual(expected)
  })

  it('says where each token stands', () => {
    const text = normaliseText('この製品 is GOOD!!').text
    for (const { text: token, start, end } of tokensOf(text).slice(0, -1)) expect(text.slice(start, end)).toBe(token)
    expect(tokensOf(text).at(-1)).toMatchObject({ text: '!', start: 12, end: 14 })
  })

  it('takes time in proportion to the text, whatever it is', () => {
    // a pattern that backtracks would not come to an end
    for (const piece of ["a'", '1.', ':-', '良a', "'''", '!?']) expect(words(piece.repeat(10_000))).toBeDefined()
  })
})

describe('markedWords', () => {
  it.each([
    [
      'marks three words after a negation',
      'not a good case at all',
      ['not', 'not_a', 'not_good', 'not_case', 'at', 'all'],
    ],
    ['ends at the end of a clause', 'not bad, good', ['not', 'not_bad', 'good']],
    ['knows contractions', "it doesn't work", ['it', "doesn't", 'not_work']],
    ['begins anew at a second negation', 'never not good', ['never', 'not', 'not_good']],
    [
      'takes "not only" for no denial',
      'not only good, not just a toy',
      ['not', 'only', 'good', 'not', 'just', 'a', 'toy'],
    ],
    ['leaves numbers and signs alone', 'not 10 good 😀', ['not', '10', 'not_good', '😀']],
  ])('%s', (_, text, expected) => {
    expect(markedWords(tokens(text))).toEqual(expected)
  })
})

describe('markNegations', () => {
  it.each([
    ['the food is not Bad. good', 'the food is not BAD. good'],
    ["doesn't, work isn't ok2 now", "doesn't, work isn't OK2 NOW"],
    ['not straße ﬁne', 'not STRAßE FINE'],
    ['all good', 'all good'],
  ])('writes the letters of words that a negation reaches as capitals: %s', (text, expected) => {
    const { text: normalised } = normaliseText(text)
    const { letters } = markNegations(normalised)
    expect(letters).toBe(expected)
    expect(letters).toHaveLength(normalised.length)
  })
})

describe('plain texts', () => {
  it('have the tokens that any text has', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "don't",
        "'",
        '1.5',
        '1,',
        '12345',
        '1234567890123456',
        ':-)',
        ':(',
        '=',
        ';',
        '...',
        '?!',
        ' ',
        '$5',
        'a1b',
      ),
      fc.string({ unit: 'grapheme-ascii', maxLength: 3 }),
    )
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(text, (each) => {
        expect(plainTokens(each)).toEqual(anyTokens(each))
      }),
      { seed: 1, numRuns: 2000 },
    )
  })

  it('are those of ASCII alone', () => {
    expect([plainTokens('a \u007f'), plainTokens('a \u0080')]).toEqual([[expect.anything()], undefined])
  })
})
