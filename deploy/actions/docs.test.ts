import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const DOCS = ['releases', 'deploy-aws', 'deploy-gcp', 'deploy-hybrid'].map((name) => read(`docs/${name}.md`)).join('\n')

it.each(['release', 'deploy'])('every variable that %s.yml reads is told of in the docs', (name) => {
  const variables = new Set(read(`.github/workflows/${name}.yml`).match(/(?<=vars\.)[A-Z0-9_]+/g))
  expect(variables.size).toBeGreaterThan(0)
  expect([...variables].filter((variable) => !DOCS.includes(`\`${variable}\``))).toEqual([])
})

it('every setting that the stacks of Google Cloud read is told of', () => {
  for (const stack of ['gcp', 'hybrid']) {
    const settings = read(`deploy/${stack}/settings.ts`).match(/(?<=config\.\w+(?:<.*>)?\(')\w+/g) ?? []
    expect(settings.length).toBeGreaterThan(3)
    const page = read(`docs/deploy-${stack}.md`)
    expect(settings.filter((setting) => !page.includes(`\`${setting}\``))).toEqual([])
  }
})
