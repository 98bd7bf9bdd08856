import { describe, expect, it } from 'vitest'
import { LONGEST_TEXT, normaliseText } from './normalise-text.ts'

describe('normaliseText', () => {
  it.each([
    ['makes letters small', 'Very GOOD Ä', 'very good ä'],
    ['joins full-width and half-width forms', 'ＡＢＣ１２３ ｶﾞﾗｽ', 'abc123 ガラス'],
    ['joins a letter and its mark', 'cafe\u0301', 'café'],
    ['straightens apostrophes', 'don’t donʼt', "don't don't"],
    ['takes ligatures apart', 'ﬁne', 'fine'],
  ])('%s', (_, given, expected) => {
    expect(normaliseText(given)).toEqual({ text: expected, isCut: false, isBroken: false })
  })

  it.each([
    ['a half of a character', 'a\ud800b', 'a b'],
    ['a trailing half', 'a\udc00', 'a '],
    ['a control character', 'a\u0000b\u001bc', 'a b c'],
    ['a control character beside Japanese', '良い\u0007', '良い '],
  ])('reads %s as a space, and says so', (_, given, expected) => {
    expect(normaliseText(given)).toEqual({ text: expected, isCut: false, isBroken: true })
  })

  it('keeps tabs and ends of lines', () => {
    expect(normaliseText('a\tb\r\nc é')).toMatchObject({ text: 'a\tb\r\nc é', isBroken: false })
  })

  it('keeps whole characters beyond the first plane', () => {
    expect(normaliseText('😀 𠮷')).toEqual({ text: '😀 𠮷', isCut: false, isBroken: false })
  })

  it('cuts a long text, and does not call the cut a broken character', () => {
    expect(normaliseText('x'.repeat(LONGEST_TEXT))).toMatchObject({ isCut: false })
    const { text, isCut, isBroken } = normaliseText(`x${'😀'.repeat(LONGEST_TEXT)}`)
    expect([text.isWellFormed(), isCut, isBroken]).toEqual([true, true, false])
    expect(text.length).toBeLessThanOrEqual(LONGEST_TEXT)
    // one character of it becomes eighteen
    expect(normaliseText('\ufdfa'.repeat(LONGEST_TEXT)).text.length).toBe(LONGEST_TEXT)
  })
})
