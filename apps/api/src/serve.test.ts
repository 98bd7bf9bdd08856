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

  it('answer to any name beyond loopback, unless names are configured; those of this machine stay', () => {
    expect(settings({ ZEROSEC_HOST: '0.0.0.0' }).hosts).toBeUndefined()
    const { hosts } = settings({ ZEROSEC_HOST: '0.0.0.0', ZEROSEC_HOSTS: 'lab, data.example' })
    expect(hosts).toEqual(['localhost', '127.0.0.1', '[::1]', '0.0.0.0', 'lab', 'data.example'])
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

  it('ask for credentials, unless that is switched off where only this machine can call', () => {
    expect(settings({}).access.authentication).toBe('on')
    for (const host of ['127.0.0.1', '127.0.0.5', 'localhost', '::1']) {
      expect(settings({ ZEROSEC_AUTH: 'off', ZEROSEC_HOST: host }).access.authentication).toBe('off')
    }
    for (const host of ['0.0.0.0', '::', '192.168.1.5', 'lab', '127.evil.example', '127.0.0.1.evil.example']) {
      expect(() => settings({ ZEROSEC_AUTH: 'off', ZEROSEC_HOST: host })).toThrow(
        /ZEROSEC_AUTH can't be used: off lets/,
      )
    }
  })

  it('name the issuer of tokens with its audience, or not at all', () => {
    const issuer = { ZEROSEC_OIDC_ISSUER: 'https://id.example/realm' }
    expect(settings({}).access.issuer).toBeUndefined()
    expect(() => settings(issuer)).toThrow(/ZEROSEC_OIDC_AUDIENCE can't be used: it is empty/)
    expect(settings({ ...issuer, ZEROSEC_OIDC_AUDIENCE: 'us' }).access.issuer).toEqual({
      issuer: 'https://id.example/realm',
      audience: 'us',
      workspaceClaim: '',
      scopeClaim: 'scope',
      otherScope: undefined,
    })
    expect(() => settings({ ZEROSEC_OIDC_ISSUER: 'http://id.example' })).toThrow(
      /expected https, or http on this machine/,
    )
  })
})
