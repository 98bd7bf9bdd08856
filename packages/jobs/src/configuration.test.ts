import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { describeConfiguration, readConfiguration } from './configuration.ts'

describe('the configuration', () => {
  it('has a default for every setting', () => {
    expect(readConfiguration({})).toMatchObject({
      dataFolder: resolve('.zerosec'),
      host: '127.0.0.1',
      port: 8000,
      origins: [],
      databaseUrl: undefined,
      uploadBytes: 268_435_456,
      urlSeconds: 3600,
    })
  })

  it('takes the default for an empty setting', () => {
    expect(readConfiguration({ ZEROSEC_PORT: ' ', DATABASE_URL: '' })).toEqual(readConfiguration({}))
  })

  it('reads what is set', () => {
    const databaseUrl = 'postgresql://user:secret@db/zerosec'
    const environment = { ZEROSEC_ORIGINS: 'https://a.example/, http://localhost:3000', DATABASE_URL: databaseUrl }
    expect(readConfiguration(environment)).toMatchObject({
      origins: ['https://a.example', 'http://localhost:3000'],
      databaseUrl,
    })
  })

  it.each([
    ['ZEROSEC_PORT', '80a'],
    ['ZEROSEC_PORT', '65536'],
    ['ZEROSEC_WORKERS', '0'],
    ['ZEROSEC_WORKERS', '1.5'],
    ['ZEROSEC_JOB_SECONDS', '-1'],
    ['ZEROSEC_ORIGINS', 'example.com'],
    ['ZEROSEC_QUEUE', 'kafka'],
    ['ZEROSEC_SQS_URL', 'zerosec'],
    ['ZEROSEC_SQS_URL', 'https://sqs.eu-central-1.amazonaws.com'],
    ['ZEROSEC_SQS_URL', 'https://sqs.eu-central-1.amazonaws.com/123456789012/zerosec.fifo'],
    ['ZEROSEC_SQS_URL', 'https://user:secret@sqs.eu-central-1.amazonaws.com/123456789012/zerosec'],
    ['ZEROSEC_SQS_REGION', 'eu west'],
    ['ZEROSEC_SQS_ENDPOINT', 'http://user:secret@localhost:4566'],
    ['ZEROSEC_FILES', 'ftp'],
    ['ZEROSEC_S3_INPUT_BUCKET', 'My_Bucket'],
    ['ZEROSEC_S3_OUTPUT_BUCKET', 'a/b'],
    ['ZEROSEC_S3_PREFIX', '../x'],
    ['ZEROSEC_S3_PREFIX', '/'],
    ['ZEROSEC_S3_REGION', 'eu west'],
    ['ZEROSEC_S3_ENDPOINT', 'minio:9000'],
    ['ZEROSEC_S3_ENDPOINT', 'http://user:secret@minio:9000'],
    ['ZEROSEC_S3_PATH_STYLE', 'yes'],
    ['DATABASE_URL', 'mysql://db/zerosec'],
  ])('refuses %s=%s by name', (setting, value) => {
    expect(() => readConfiguration({ [setting]: value })).toThrow(
      expect.objectContaining({ code: 'configuration_invalid', details: expect.objectContaining({ setting }) }),
    )
  })

  it('never shows a secret', () => {
    const environment = { DATABASE_URL: 'postgres://user:secret@db/zerosec' }
    expect(JSON.stringify(describeConfiguration(environment))).not.toContain('secret@')
    for (const wrong of [
      { DATABASE_URL: 'secret' },
      { ZEROSEC_S3_ENDPOINT: 'https://user:secret@store.example' },
      { ZEROSEC_SQS_URL: 'https://user:secret@sqs.example/1/q' },
    ]) {
      expect(() => readConfiguration(wrong)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('secret') }),
      )
    }
  })

  it('tells where each value comes from', () => {
    const settings = describeConfiguration({ ZEROSEC_PORT: '8080' })
    expect(settings.find(({ name }) => name === 'ZEROSEC_PORT')).toMatchObject({ value: '8080', source: 'environment' })
    expect(settings.find(({ name }) => name === 'ZEROSEC_HOST')).toMatchObject({
      value: '127.0.0.1',
      source: 'default',
    })
  })
})
