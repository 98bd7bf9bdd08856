import { readConfiguration } from '@zerosec/jobs'
import { describe, expect, it } from 'vitest'
import { settingsOf } from './serve.ts'

const settings = (environment: Record<string, string>) => settingsOf(readConfiguration(environment))

describe('the settings of the API', () => {
  it('answer to loopback names only while it listens on loopback, and to those that are configured', () => {
    expect(settings({}).hosts).toEqual(expect.arrayContaining(['localhost', '127.0.0.1', '[::1]']))
    expect(settings({ ZEROSEC_HOST: '127.0.0.5', ZEROSEC_HOSTS: 'lab' }).hosts).toEqual(
      expect.arrayContaining(['127.0.0.5', 'lab', 'localhost']),
    )
    expect(settings({ ZEROSEC_HOST: '::1' }).hosts).toContain('[::1]')
  })

  it('answer to any name beyond loopback, unless names are configured', () => {
    expect(settings({ ZEROSEC_HOST: '0.0.0.0' }).hosts).toBeUndefined()
    expect(settings({ ZEROSEC_HOST: '0.0.0.0', ZEROSEC_HOSTS: 'lab, data.example' }).hosts).toEqual([
      'lab',
      'data.example',
    ])
  })

  it('hand on origins, the public URL and the limits', () => {
    expect(
      settings({
        ZEROSEC_ORIGINS: 'https://a.example',
        ZEROSEC_PUBLIC_URL: 'https://data.example',
        ZEROSEC_UPLOAD_BYTES: '1000',
        ZEROSEC_URL_SECONDS: '60',
        ZEROSEC_REQUESTS_PER_MINUTE: '5',
      }),
    ).toMatchObject({
      origins: ['https://a.example'],
      publicUrl: 'https://data.example',
      uploadBytes: 1000,
      urlSeconds: 60,
      requestsPerMinute: 5,
    })
  })
})
