import { describe, expect, it } from 'vitest'
import { readConfiguration } from '../configuration.ts'
import { s3SettingsOf } from './settings.ts'

describe('the settings of S3', () => {
  it('are what the environment says, with a prefix that ends as a folder', () => {
    const configuration = readConfiguration({
      ZEROSEC_FILES: 's3',
      ZEROSEC_S3_INPUT_BUCKET: 'acme-in',
      ZEROSEC_S3_OUTPUT_BUCKET: 'acme-out',
      ZEROSEC_S3_PREFIX: 'zerosec/prod',
      ZEROSEC_S3_ENDPOINT: 'http://minio:9000',
      ZEROSEC_S3_PUBLIC_ENDPOINT: 'https://files.acme.example',
      ZEROSEC_S3_PATH_STYLE: 'false',
    })
    expect(configuration.files).toBe('s3')
    expect(s3SettingsOf(configuration)).toEqual({
      inputBucket: 'acme-in',
      outputBucket: 'acme-out',
      prefix: 'zerosec/prod/',
      region: undefined,
      endpoint: 'http://minio:9000',
      publicEndpoint: 'https://files.acme.example',
      pathStyle: false,
    })
  })

  it('need both buckets, and name the one that is missing', () => {
    const configuration = readConfiguration({ ZEROSEC_FILES: 's3', ZEROSEC_S3_INPUT_BUCKET: 'acme-in' })
    expect(() => s3SettingsOf(configuration)).toThrow(
      expect.objectContaining({
        code: 'configuration_invalid',
        details: expect.objectContaining({ setting: 'ZEROSEC_S3_OUTPUT_BUCKET' }),
      }),
    )
  })
})
