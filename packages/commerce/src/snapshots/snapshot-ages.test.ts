import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { serveSnapshot } from './current.ts'
import { makePlace, snapshotPlace } from './place.ts'
import { snapshotAges } from './snapshot-ages.ts'

it('tells the ages of what serves, of each workspace that has something', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'zerosec-ages-'))
  try {
    expect(await snapshotAges(folder, new Date())).toEqual([])
    for (const [workspace, id] of [
      ['default', '20260301T120000000Z-0123abcd'],
      ['north', '20260301T110000500Z-0123abcd'],
      ['future', '20260302T110000000Z-0123abcd'],
    ] as const) {
      const place = snapshotPlace(folder, workspace)
      await makePlace(place)
      await serveSnapshot(place, id)
    }
    mkdirSync(join(folder, 'commerce', 'empty'))
    mkdirSync(join(folder, 'commerce', 'broken'))
    writeFileSync(join(folder, 'commerce', 'broken', 'current.json'), '{')
    const ages = await snapshotAges(folder, new Date('2026-03-01T12:00:10Z'))
    expect(ages.sort((a, b) => a - b)).toEqual([0, 10, 3609.5])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
