import type { Warning } from '@zerosec/report'
import { nameOf } from './headline.ts'
import type { ParetoParameters } from './parameters.ts'
import { readLoss, type TradeOff } from './trade-off.ts'

const SHOWN_ROWS = 20
/** Of rows compared that a front may have before it helps little to choose. */
const MOST = 0.5
/** A row that is on the front less often than this is there by luck rather than likely. */
const UNLIKELY = 0.2

/** What was decided or is doubtful about the trade-off, in words. */
export function tradeOffWarnings(tradeOff: TradeOff, parameters: ParetoParameters): Warning[] {
  return [
    ...outsideWarnings(tradeOff),
    ...wideWarnings(tradeOff),
    ...unlikelyWarnings(tradeOff),
    ...hypervolumeWarnings(tradeOff),
    ...referenceWarnings(tradeOff, parameters),
    ...chanceWarnings(tradeOff),
    ...tiedWarnings(tradeOff),
    ...searchWarnings(tradeOff, parameters),
  ]
}

function outsideWarnings({ candidates: { domain, numbers }, front }: TradeOff): Warning[] {
  const outside = domain ? front.filter((place) => domain[place] === 'outside') : []
  if (outside.length === 0) return []
  const message = `${outside.length} of the ${front.length} on the front lie outside of what the models were made from: they are extrapolated, and may not be what they seem.`
  return [
    {
      code: 'front_outside_domain',
      level: outside.length > 0.2 * front.length ? 'serious' : 'caution',
      message,
      rows: outside
        .map((place) => numbers[place]!)
        .sort((a, b) => a - b)
        .slice(0, SHOWN_ROWS),
      count: outside.length,
    },
  ]
}

function wideWarnings({ candidates: { numbers, source }, front, wishes }: TradeOff): Warning[] {
  if (source === 'search' || front.length <= MOST * numbers.length || numbers.length < 10) return []
  const message = `${front.length} of ${numbers.length} rows are on the front: with ${wishes.length} objectives hardly any row beats another. Fewer objectives, limits, or priorities choose among them.`
  return [{ code: 'front_wide', level: 'caution', message, count: front.length }]
}

function unlikelyWarnings(tradeOff: TradeOff): Warning[] {
  const { chances, front, candidates } = tradeOff
  // settings of a search have many neighbours as good: none of them is likely to be the one
  if (!chances || candidates.source === 'search') return []
  const unlikely = front.filter((place) => chances.probability[place]! < UNLIKELY)
  if (unlikely.length === 0) return []
  const message =
    `${unlikely.length} of the ${front.length} on the front are there with a probability below ${100 * UNLIKELY} %: within the intervals of the ` +
    'predictions others may well beat them. Measure some before relying on their order.'
  return [{ code: 'front_uncertain', level: 'caution', message, count: unlikely.length }]
}

function hypervolumeWarnings({ hypervolume, front, wishes }: TradeOff): Warning[] {
  if (hypervolume !== null) return []
  const message = `The hypervolume of ${front.length} rows in ${wishes.length} objectives was not worked out: it is exact, and would take too long.`
  return [{ code: 'hypervolume_left_out', level: 'note', message }]
}

/** Front rows beyond a given reference point add nothing, which is easily overlooked. */
function referenceWarnings(
  { front, losses, wishes, reference, candidates }: TradeOff,
  parameters: ParetoParameters,
): Warning[] {
  if (Object.keys(parameters.reference_point).length === 0) return []
  const m = wishes.length
  const beyond = front.filter((place) => reference.some((end, k) => losses[place * m + k]! >= end))
  if (beyond.length === 0) return []
  const point = wishes.map((wish, k) => `${wish.name} ${readLoss(wish, reference[k]!)}`).join(', ')
  return [
    {
      code: 'reference_point_beaten',
      level: 'caution',
      message: `${beyond.length} of the ${front.length} on the front are no better than the reference point (${point}) in some objective and add nothing to the hypervolume.`,
      rows: beyond
        .map((place) => candidates.numbers[place]!)
        .sort((a, b) => a - b)
        .slice(0, SHOWN_ROWS),
      count: beyond.length,
    },
  ]
}

function chanceWarnings({ chances, candidates }: TradeOff): Warning[] {
  const left = chances ? candidates.numbers.length - chances.rows : 0
  if (left <= 0) return []
  const message = `The probability of being on the front was worked out among the ${chances!.rows} rows nearest to it; ${left} further behind took no part.`
  return [{ code: 'probability_of_first_rows', level: 'note', message, count: left }]
}

function tiedWarnings(tradeOff: TradeOff): Warning[] {
  const { byPriority } = tradeOff
  if (!byPriority || byPriority.length < 2) return []
  const names = byPriority.slice(0, 5).map((place) => nameOf(tradeOff, place))
  const more = byPriority.length > names.length ? ` and ${byPriority.length - names.length} more` : ''
  const message = `The priorities with their tolerances do not tell ${names.join(', ')}${more} apart: each is as good a choice.`
  return [{ code: 'priorities_tie', level: 'note', message, count: byPriority.length }]
}

function searchWarnings({ candidates: { search }, front }: TradeOff, { population }: ParetoParameters): Warning[] {
  if (!search || front.length < population / 10) return []
  return front.length < population
    ? []
    : [
        {
          code: 'front_sampled',
          level: 'note',
          message: `The front of a search is a sample of ${population} settings at most; population and evaluations make it finer.`,
        },
      ]
}
