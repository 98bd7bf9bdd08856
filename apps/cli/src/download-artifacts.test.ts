import { expect, it } from 'vitest'
import { pathOf } from './download-artifacts.ts'

it.each([
  ['outputs/1-2/abcd/report.json', 'report.json'],
  ['outputs/1-2/abcd/figures/誤差.png', 'figures/誤差.png'],
  ['outputs/1-2/kept/5-6/so far/parts.json', 'so far/parts.json'],
])('puts %s at %s', (key, path) => {
  expect(pathOf(key)).toBe(path)
})

it.each([
  'outputs/1/2/../../etc/passwd',
  'outputs/1/2/..',
  'outputs/1/2//etc/passwd',
  'outputs/1/2/a/./b',
  'outputs/1/2/a\\..\\b',
  'outputs/1/2/C:evil',
  'outputs/1/2/a\nb',
  'outputs/1/2/a\0b',
  'outputs/1/2/.zerosec-files.json',
  'outputs/1/2/',
  'outputs/1/report.json',
  '/etc/passwd',
  '',
])('refuses to write %j', (key) => {
  expect(() => pathOf(key)).toThrow(expect.objectContaining({ code: 'artifact_name_unsafe' }))
})
