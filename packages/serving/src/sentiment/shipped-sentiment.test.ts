import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { ShippedSentiment } from './shipped-sentiment.ts'

const SILENT = { info: () => {}, warn: () => {}, error: () => {} }

it('tells good from bad, and says which version it was', async () => {
  const sentiment = new ShippedSentiment(SILENT)
  const { version, answers } = await sentiment.of([
    'I love it, works great!',
    'Terrible. It broke after a day.',
    'qwrt zxcv',
  ])
  expect(answers.map((answer) => answer.sentiment)).toEqual(['positive', 'negative', 'neutral'])
  const info = await sentiment.info()
  expect(info).toMatchObject({ version, loaded: true })
  expect(info.metrics['restaurant_accuracy']).toBeGreaterThan(0.8)
})

it('is a coded error, and unloaded, where its file is damaged', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zerosec-sentiment-'))
  const file = join(folder, 'sentiment.zsm')
  await writeFile(file, 'no model')
  const sentiment = new ShippedSentiment(SILENT, pathToFileURL(file))
  await expect(sentiment.of(['good'])).rejects.toMatchObject({ code: 'text_model_missing' })
  expect((await sentiment.info()).loaded).toBe(false)
  await rm(folder, { recursive: true })
})
