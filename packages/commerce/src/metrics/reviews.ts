import { atMost, column, count, equals, isKnown, number, sum, text } from '../sql/expression.ts'
import { ORDERS } from './measures.ts'
import { type Measure, type Metric, of, over, VALID_ORDERS } from './metric.ts'

const SCORES: Measure = {
  name: 'review_scores',
  type: 'integer',
  sources: [{ fact: 'reviews', value: sum(column('score')) }],
}

const REVIEWS: Measure = {
  name: 'reviewed_orders',
  type: 'integer',
  sources: [{ fact: 'reviews', value: count() }],
}

const LOW: Measure = {
  name: 'low_reviews',
  type: 'integer',
  sources: [{ fact: 'reviews', value: count(atMost(column('score'), number(2))) }],
}

const JUDGED: Measure = {
  name: 'judged_reviews',
  type: 'integer',
  sources: [{ fact: 'reviews', value: count(isKnown(column('sentiment'))) }],
}

const POSITIVE: Measure = {
  name: 'positive_reviews',
  type: 'integer',
  sources: [{ fact: 'reviews', value: count(equals(column('sentiment'), text('positive'))) }],
}

const ENGLISH = 'By words, not by meaning: irony is missed. Texts in other languages than English are not judged.'

const reviews = { family: 'reviews', isAdditive: false, exclusions: VALID_ORDERS } as const

export const REVIEW_METRICS: readonly Metric[] = [
  {
    ...reviews,
    name: 'review_score',
    label: 'Review score',
    words: 'Mean score of the latest review of each order, by the day of the order.',
    formula: 'Σ latest scores ÷ orders with a review',
    unit: 'score',
    value: over(of(SCORES), of(REVIEWS)),
    riseIs: 'good',
    traps: ['An order with several reviews counts once, by its latest; a mean over rows is another number.'],
  },
  {
    ...reviews,
    name: 'low_review_share',
    label: 'Share of low reviews',
    words: 'Share of the reviewed orders whose latest review gives 1 or 2.',
    formula: 'orders with 1 or 2 ÷ orders with a review',
    unit: 'ratio',
    value: over(of(LOW), of(REVIEWS)),
    riseIs: 'bad',
    traps: [],
  },
  {
    ...reviews,
    name: 'review_response_rate',
    label: 'Review response rate',
    words: 'Share of the orders that were reviewed.',
    formula: 'orders with a review ÷ orders',
    unit: 'ratio',
    value: over(of(REVIEWS), of(ORDERS)),
    riseIs: 'good',
    traps: ['Young orders have not been reviewed yet.'],
  },
  {
    ...reviews,
    name: 'reviewed_orders',
    label: 'Reviewed orders',
    words: 'Orders with a review, by the day of the order.',
    formula: 'number of orders with a review',
    unit: 'count',
    value: of(REVIEWS),
    isAdditive: true,
    riseIs: 'good',
    traps: [],
  },
  {
    ...reviews,
    name: 'positive_review_share',
    label: 'Share of positive texts',
    words: "Share of the reviewed orders whose latest review's text is positive, of those whose text was judged.",
    formula: 'orders with a positive text ÷ orders with a judged text',
    unit: 'ratio',
    value: over(of(POSITIVE), of(JUDGED)),
    riseIs: 'good',
    traps: [ENGLISH],
  },
  {
    ...reviews,
    name: 'judged_reviews',
    label: 'Judged review texts',
    words: 'Orders whose latest review has a text that the model of sentiment understands, by the day of the order.',
    formula: 'number of orders with a judged text',
    unit: 'count',
    value: of(JUDGED),
    isAdditive: true,
    riseIs: 'neither',
    traps: [ENGLISH],
  },
]
