import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ROOT } from '../root.ts'
import { makeSentiment } from '../sentiment/make-sentiment.ts'

/** Makes the model of sentiment that ships, with its card, from the sentences in the folder that ZEROSEC_REFERENCE_DATA names. */
const folder = process.env['ZEROSEC_REFERENCE_DATA']
if (folder === undefined) {
  console.error(
    'error: set ZEROSEC_REFERENCE_DATA to the folder that has tables/sentiment_amazon.csv and tables/sentiment_imdb.csv',
  )
  process.exitCode = 2
} else {
  for (const [path, bytes] of await makeSentiment(ROOT, folder)) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true })
    writeFileSync(join(ROOT, path), bytes)
    console.log(`${path}  ${bytes.length} bytes`)
  }
}
