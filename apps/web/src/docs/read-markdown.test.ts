import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type MarkedToken, walkTokens } from 'marked'
import { describe, expect, it } from 'vitest'
import { pageAddress, pictureAddress } from './doc-links.ts'
import { docSections } from './doc-sections.ts'
import { type Doc, readMarkdown } from './read-markdown.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..', '..')
const FOLDER = join(ROOT, 'docs')
const NAMES = readdirSync(FOLDER).flatMap((name) => /^(.+)\.md$/.exec(name)?.[1] ?? [])

describe('readMarkdown', () => {
  it('gives headings the ids of GitHub, a second one of the same text its own', () => {
    const { ids } = readMarkdown('# A page\n\n## POST /api/v1/jobs/{job_id}\n\n## Größe `x_1`\n\n## A page\n')
    expect([...ids.values()]).toEqual(['a-page', 'post-apiv1jobsjob_id', 'größe-x_1', 'a-page-1'])
  })

  it('takes the first sentence without its marks for the list', () => {
    const { title, summary } = readMarkdown('# *A* page\n\nIt has `code` and [a link](b.md), v1.2\nof it. And more.\n')
    expect({ title, summary }).toEqual({ title: 'A page', summary: 'It has code and a link, v1.2 of it.' })
  })

  it('refuses a page without a title', () => {
    expect(() => readMarkdown('## Half a page\n')).toThrow(/begins with its title/)
  })
})

it.each([
  ['serving.md', '/guide/serving/'],
  ['errors.md#codes', '/guide/errors/#codes'],
  ['#here', '#here'],
  ['https://example.org', 'https://example.org'],
  ['/docs', '/docs'],
  ['../README.md', undefined],
  ['javascript:alert(1)', undefined],
])('a link to %s leads to %s', (href, address) => {
  expect(pageAddress(href)).toBe(address)
})

it('every page is listed once, those without a place last', () => {
  const sections = docSections([...NAMES, 'new-page'])
  expect(sections.flatMap(({ names }) => names).sort()).toEqual([...NAMES, 'new-page'].sort())
  expect(sections.at(-1)).toEqual({ title: 'More', names: ['new-page'] })
})

describe('the docs', () => {
  const docs = new Map<string, Doc>(
    NAMES.map((name) => [name, readMarkdown(readFileSync(join(FOLDER, `${name}.md`), 'utf8'))]),
  )

  it.each(NAMES)('%s: has no HTML, and its links and pictures lead to what is there', (name) => {
    const wrong: string[] = []
    void walkTokens([...docs.get(name)!.blocks], (generic) => {
      const token = generic as MarkedToken
      if (token.type === 'html') wrong.push(`HTML: ${token.raw}`)
      if (token.type === 'image' && !pictureIsThere(token.href)) wrong.push(`picture: ${token.href}`)
      if (token.type === 'link' && !leadsSomewhere(token.href, name)) wrong.push(`link: ${token.href}`)
    })
    expect(wrong).toEqual([])
  })

  function pictureIsThere(href: string): boolean {
    return pictureAddress(href) !== undefined && existsSync(join(FOLDER, href))
  }

  function leadsSomewhere(href: string, from: string): boolean {
    if (/^(https?:|\/)/.test(href)) return true
    const [path = '', place] = href.split('#')
    const page = path === '' ? from : /^([\w-]+)\.md$/.exec(path)?.[1]
    if (page === undefined) return existsSync(join(FOLDER, path))
    const doc = docs.get(page)
    return doc !== undefined && (place === undefined || [...doc.ids.values()].includes(decodeURIComponent(place)))
  }
})
