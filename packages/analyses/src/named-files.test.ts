import { expect, it } from 'vitest'
import { z } from 'zod'
import type { Analysis } from './analysis.ts'
import { NamedFiles, namedFilesOf } from './named-files.ts'
import { described } from './shared-parameters.ts'

it('opens a file once, and records in the order of the names what was read', async () => {
  let opened = 0
  const files = new NamedFiles(async (reference) => {
    opened++
    return { name: reference.slice(2), bytes: new TextEncoder().encode('abc') }
  })
  const [, first, again] = await Promise.all([files.open('b/y'), files.open('a/x'), files.open('a/x')])
  expect(again).toBe(first)
  expect(opened).toBe(2)
  const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  expect(files.read).toEqual([
    { reference: 'a/x', name: 'x', bytes: 3, sha256 },
    { reference: 'b/y', name: 'y', bytes: 3, sha256 },
  ])
})

it('refuses every name where none may be given', async () => {
  const refused = expect.objectContaining({ code: 'file_reference_invalid' })
  await expect(new NamedFiles().open('model.zsm')).rejects.toThrow(refused)
})

it('finds the files that parameters name, at any depth and each once', () => {
  const file = (kind: 'model' | 'table') => ({ title: 'File', description: 'A file.', file: kind })
  const parameters = z.strictObject({
    model: described(z.string(), file('model')),
    models: described(z.record(z.string(), z.string()).optional(), file('model')),
    objectives: z.array(
      z.object({ name: z.string(), from: z.union([z.number(), described(z.string(), file('table'))]) }),
    ),
    note: z.string().optional(),
  })
  const analysis = { name: 'n', title: 't', summary: 's', parameters } as unknown as Analysis
  const objectives = [
    { name: 'cost', from: 'd' },
    { name: 'x', from: 'a' },
    { name: 'y', from: 3 },
  ]
  const given = { model: 'a', models: { one: 'b', two: 'c' }, objectives, note: 'e' }
  expect(namedFilesOf(analysis, given)).toEqual(['a', 'b', 'c', 'd'])
})
