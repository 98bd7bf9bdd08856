import { readFile } from 'node:fs/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import { openSentiment, type SentimentModel, sentimentOf } from '@zerosec/model'
import { SENTIMENT_MODEL } from '@zerosec/model/shipped'

/** A review as one text: its title, then what it says. Null where it has neither. */
export const REVIEW_TEXT = `nullif(trim(concat_ws('. ', title, message)), '')`

/**
 * Of the words of a text the share that has to be known. The shipped model reads English: of 4,016 Portuguese reviews it knows as many
 * words of 1 %, of sentences in English that it never saw of 98 %.
 */
const LEAST_KNOWN = 0.4

/** Of a shop's texts the share that has to be understood: of one in another language a few are ("ok", "top"), and would stand for all. */
const LEAST_UNDERSTOOD = 0.1

/** Texts that are in memory at once. */
const PAGE = 20_000

/**
 * `review_sentiments`: each text that reviews have, once, with its sentiment by the shipped model; none in another language, and none at
 * all where hardly any text is understood.
 *
 * Cost: some 50 µs a text; what many reviews say is judged once.
 */
export async function judgeReviews(connection: DuckDBConnection): Promise<void> {
  await connection.run('CREATE OR REPLACE TEMP TABLE review_sentiments (text VARCHAR, sentiment VARCHAR)')
  await connection.run(`CREATE OR REPLACE TEMP TABLE review_texts AS
    SELECT row_number() OVER () AS n, text FROM (SELECT DISTINCT ${REVIEW_TEXT} AS text FROM reviews) WHERE text IS NOT NULL`)
  let model: SentimentModel | undefined
  let read = 0
  let understood = 0
  for (let from = 0; ; from += PAGE) {
    const page = await connection.runAndReadAll(
      `SELECT text FROM review_texts WHERE n > ${from} AND n <= ${from + PAGE}`,
    )
    if (page.currentRowCount === 0) break
    model ??= openSentiment(await readFile(SENTIMENT_MODEL))
    const appender = await connection.createAppender('review_sentiments')
    read += page.currentRowCount
    for (const text of page.getColumns()[0] as string[]) {
      const { sentiment, knownShare } = sentimentOf(model, text)
      if (knownShare < LEAST_KNOWN) continue
      understood++
      appender.appendVarchar(text)
      appender.appendVarchar(sentiment)
      appender.endRow()
    }
    appender.closeSync()
  }
  if (understood < LEAST_UNDERSTOOD * read) await connection.run('DELETE FROM review_sentiments')
  await connection.run('DROP TABLE review_texts')
}
