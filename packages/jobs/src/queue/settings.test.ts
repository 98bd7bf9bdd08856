import { describe, expect, it } from 'vitest'
import { readConfiguration } from '../configuration.ts'
import { sqsSettingsOf } from './settings.ts'
import { queueFault, queueSettingFault } from './sqs-faults.ts'

const URL_OF_QUEUE = 'https://sqs.eu-central-1.amazonaws.com/123456789012/zerosec'
const settingsOf = (environment: Record<string, string>) =>
  sqsSettingsOf(readConfiguration({ ZEROSEC_QUEUE: 'sqs', DATABASE_URL: 'postgres://db/zerosec', ...environment }))

describe('the settings of SQS', () => {
  it.each([
    ['ZEROSEC_SQS_URL', { ZEROSEC_SQS_URL: '' }],
    ['ZEROSEC_QUEUE', { ZEROSEC_SQS_URL: URL_OF_QUEUE, DATABASE_URL: '' }],
  ])('are refused by %s where they are not whole', (setting, environment) => {
    const refused = { code: 'configuration_invalid', details: expect.objectContaining({ setting }) }
    expect(() => settingsOf(environment)).toThrow(expect.objectContaining(refused))
  })

  it.each([
    [URL_OF_QUEUE, 'eu-central-1'],
    ['https://sqs-fips.us-gov-west-1.amazonaws.com/123456789012/zerosec', 'us-gov-west-1'],
    ['https://vpce-0a-1b.sqs.eu-west-1.vpce.amazonaws.com/123456789012/zerosec', 'eu-west-1'],
    ['https://sqs.cn-north-1.amazonaws.com.cn/123456789012/zerosec', 'cn-north-1'],
    ['https://ap-northeast-1.queue.amazonaws.com/123456789012/zerosec', 'ap-northeast-1'],
    ['https://queue.amazonaws.com/123456789012/zerosec', undefined],
    ['http://elasticmq:9324/000000000000/zerosec', 'us-east-1'],
  ])('have the region of %s', (url, region) => {
    expect(settingsOf({ ZEROSEC_SQS_URL: url })).toMatchObject({ url, region, endpoint: undefined })
    expect(settingsOf({ ZEROSEC_SQS_URL: url, ZEROSEC_SQS_REGION: 'sa-east-1' }).region).toBe('sa-east-1')
  })
})

describe('a fault of SQS', () => {
  const fault = (name: string, status?: number, message = ''): Error =>
    Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } })

  it.each([
    [fault('QueueDoesNotExist', 400), /no such queue/],
    [fault('AccessDenied', 403), /access is denied/],
    [fault('InvalidClientTokenId', 403), /access key is unknown/],
    [fault('CredentialsProviderError'), /no credentials/],
    [fault('Error', undefined, 'Region is missing'), /set ZEROSEC_SQS_REGION/],
  ])('that lasts ends the start, by its setting: %s', (error, problem) => {
    expect(queueSettingFault(error, 'ZEROSEC_SQS_URL')).toMatchObject({
      code: 'configuration_invalid',
      details: { setting: 'ZEROSEC_SQS_URL', problem: expect.stringMatching(problem) },
    })
  })

  it.each([fault('RequestThrottled', 400), fault('InternalError', 500), fault('TimeoutError'), fault('Error')])(
    'that passes is waited for: %s',
    (error) => {
      expect(queueSettingFault(error, 'ZEROSEC_SQS_URL')).toBeUndefined()
      expect(queueFault(error)).toMatchObject({
        code: 'service_unavailable',
        message: expect.stringMatching(/queue in SQS/),
      })
    },
  )
})
