import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { curlOf, predictPath, predictScript } from './request-code.ts'

const PLACE = { origin: 'http://lab:8000', needsKey: true }

test('a shell takes the body of the curl line as it is, quotes, dollars and Japanese with it', () => {
  const body = { rows: [{ "it's": '$HOME `x` "y" \\', 材質: '鋼A' }] }
  const line = curlOf({ ...PLACE, path: predictPath('wear', {}), body })
  const words = execFileSync('sh', ['-c', line.replace(/^curl/, "printf '%s\\0'")], {
    env: { ...process.env, ZEROSEC_KEY: 'zs_1' },
    encoding: 'utf8',
  }).split('\0')
  expect(words.slice(0, 3)).toEqual(['http://lab:8000/api/v1/models/wear/predict', '-H', 'Authorization: Bearer zs_1'])
  expect(JSON.parse(words[6]!)).toEqual(body)
})

test('the version is named where it is not the one in production', () => {
  expect(predictPath('wear', { version: 3 })).toBe('/api/v1/models/wear/versions/3/predict')
  const request = { rows: [{ load: 1 }] }
  expect(predictScript('wear', request, { version: 3 }, PLACE)).toContain('}, { version: 3 })')
  expect(predictScript('wear', request, {}, { ...PLACE, needsKey: false })).not.toMatch(/version|ZEROSEC_KEY/)
})
