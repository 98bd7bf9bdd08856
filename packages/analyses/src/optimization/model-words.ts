import type { DesignRequest } from './request.ts'

const PRESETS: Readonly<Record<string, string>> = {
  main: 'main-effects model',
  interactions: 'interaction model',
  quadratic: 'quadratic model',
  cubic: 'cubic model',
  special_cubic: 'special cubic model',
}
const LONGEST = 60

/** "quadratic model of 3 factors", "model a + b*c". */
export function modelInWords({ modelText, problem }: Pick<DesignRequest, 'modelText' | 'problem'>): string {
  const preset = PRESETS[modelText]
  if (preset === undefined) return `model ${shortened(modelText)}`
  const count = problem.factors.filter(({ kind }) => kind !== 'block').length
  return `${preset} of ${counted(count, 'factor')}`
}

function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).toWellFormed()}…`
}

/** "1 factor", "3 factors" */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** The share in percent with one decimal, and as many more as it takes to tell it from 0 and 100. */
export function percentText(share: number): string {
  const percent = 100 * share
  if (percent === 0 || percent === 100) return `${percent} %`
  for (let digits = 1; digits <= 6; digits++) {
    const text = percent.toFixed(digits)
    if (Number(text) !== 0 && Number(text) !== 100) return `${text} %`
  }
  return percent < 50 ? '0 %' : '100 %'
}
