import { expect, test } from 'vitest'
import { scoreTable } from './score-table.ts'

test('scores of several tables are a row for each table, and one of none has a row without a name', () => {
  expect(scoreTable({ film_accuracy: 0.8, film_roc_auc: 0.9, mix_accuracy: 0.7, neutral_share: 0.04 })).toEqual({
    scores: ['accuracy', 'roc_auc', 'neutral_share'],
    rows: [
      { name: 'film', values: { accuracy: 0.8, roc_auc: 0.9 } },
      { name: 'mix', values: { accuracy: 0.7 } },
      { name: '', values: { neutral_share: 0.04 } },
    ],
  })
})
