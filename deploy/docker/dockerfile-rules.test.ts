import { readFileSync } from 'node:fs'
import dockerfilelint from 'dockerfilelint'
import { describe, expect, it } from 'vitest'
import { findingsOf, RULE_NAMES } from './dockerfile-rules.ts'
import { DOCKERFILE } from './image-definition.ts'

const TEXT = readFileSync(DOCKERFILE, 'utf8')
const DIGEST = `sha256:${'0'.repeat(64)}`

/** What dockerfilelint 1.8.0 takes for wrong and is not: a stage for an image without a tag, and an option's name up to its hyphen. */
const MISTAKES = [
  { rule: 'missing_tag', line: /^FROM runtime AS / },
  { rule: 'invalid_format', line: /^HEALTHCHECK .*--start-period/ },
]

/** A file that every rule passes, and for each rule what breaks it. */
const GOOD = `FROM node:24@${DIGEST} AS build
RUN apt-get install --yes --no-install-recommends x && rm -rf /var/lib/apt/lists/*
RUN npm ci
FROM debian:12@${DIGEST}
COPY --from=build /out /
USER 1000
HEALTHCHECK CMD ["node", "check.ts"]
ENTRYPOINT ["node", "main.ts"]
`
type Break = readonly [good: string | RegExp, broken: string]
const BREAKS: Readonly<Record<string, readonly Break[]>> = {
  'base-is-pinned': [
    [`debian:12@${DIGEST}`, 'debian:12'],
    [`debian:12@${DIGEST}`, 'debian@${UNKNOWN}'],
    [/^/, 'ARG D=sha256:1\nFROM a@${D}\n'],
    [/^/, '# syntax=docker/dockerfile:1\n'],
  ],
  'no-latest': [[`debian:12@${DIGEST}`, `debian:latest@${DIGEST}`]],
  'user-has-no-rights': [
    ['USER 1000\n', ''],
    ['USER 1000', 'USER root'],
    ['USER 1000', 'USER 0:0'],
  ],
  'no-add': [['USER 1000', 'ADD https://example.org/x.tar.gz /x\nUSER 1000']],
  'health-is-checked': [
    [/HEALTHCHECK.*\n/, ''],
    [/HEALTHCHECK.*/, 'HEALTHCHECK CMD curl localhost'],
    [/HEALTHCHECK.*/, 'HEALTHCHECK CMD ["curl", "-f", "localhost"]'],
    [/HEALTHCHECK.*/, 'HEALTHCHECK NONE'],
  ],
  'program-is-first-process': [[/ENTRYPOINT.*/, 'ENTRYPOINT node main.ts']],
  'no-secrets': [
    ['USER 1000', 'ARG NPM_TOKEN\nUSER 1000'],
    ['USER 1000', 'ENV A=b \\\n    DATABASE_URL=postgres://a:b@c/d\nUSER 1000'],
    ['USER 1000', 'COPY --from=build /src/.env /app/.env\nUSER 1000'],
  ],
  'apt-leaves-nothing': [
    [' && rm -rf /var/lib/apt/lists/*', ''],
    ['--no-install-recommends ', ''],
    ['--yes ', ''],
  ],
  'packages-are-locked': [['npm ci', 'npm install']],
  'nothing-is-piped-into-a-shell': [
    ['npm ci', 'curl https://example.org/install | bash'],
    ['npm ci', 'sudo npm ci'],
  ],
  'images-copy-from-stages': [['COPY --from=build /out /', 'COPY . /']],
}

describe('the rules for Dockerfiles', () => {
  it('find nothing in ours, nor does dockerfilelint', () => {
    expect(findingsOf(TEXT)).toEqual([])
    const lines = TEXT.split('\n')
    const found = dockerfilelint.run(import.meta.dirname, TEXT).filter(({ rule, line }) => {
      const text = lines[line - 1] ?? ''
      return !MISTAKES.some((mistake) => mistake.rule === rule && mistake.line.test(text))
    })
    expect(found).toEqual([])
  })

  it('find nothing in a good one', () => {
    expect(findingsOf(GOOD)).toEqual([])
  })

  it.each(RULE_NAMES)('%s finds what breaks it', (rule) => {
    expect(BREAKS[rule], 'an example for each rule').toBeDefined()
    for (const [good, broken] of BREAKS[rule] ?? []) {
      const text = GOOD.replace(good, broken.replaceAll('$', '$$$$'))
      expect(
        findingsOf(text).map((found) => found.rule),
        text,
      ).toContain(rule)
    }
  })

  it('see the digests of ours go missing', () => {
    expect(findingsOf(TEXT.replace(/@\$\{\w+\}/, ''))).toMatchObject([{ rule: 'base-is-pinned' }])
    expect(findingsOf(TEXT.replaceAll('USER 65532:65532\n', ''))).toHaveLength(3)
  })
})
