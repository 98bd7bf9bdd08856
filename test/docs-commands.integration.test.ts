import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, it } from 'vitest'
import { commands } from '../apps/cli/src/commands.ts'
import { parseCall } from '../apps/cli/src/parse-call.ts'
import { ROOT } from '../tools/root.ts'
import { commandsOf, type ShellBlock, shellBlocks, zerosecCalls } from './shell-blocks.ts'

/** What may stand after `sh` in a fence, and why such a block is only looked at. */
const TAGS: Readonly<Record<string, string>> = {
  '': 'is run',
  cloud: 'needs an account, or Docker',
  long: 'takes longer than a test may, or stays; what it calls has tests of its own',
  yours: 'names tables, keys or servers of the reader',
}

/** Pages whose blocks are run by a test of their own. */
const OWN_TESTS: Readonly<Record<string, string>> = {
  'docs/api.md': 'apps/api/src/api-page.integration.test.ts',
  'docs/api-reference.md': 'tools/docs/api-reference/example-call.test.ts',
}

const pages = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)]
  .filter((path) => path.endsWith('.md'))
  .map((path) => ({ path, blocks: shellBlocks(path, readFileSync(join(ROOT, path), 'utf8')) }))
  .filter(({ blocks }) => blocks.length > 0)

const scripts = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts as Record<string, string>

/** A script of the repo's, which `npm run check` runs or has tests for. */
function npmScript([program, verb = '', name]: readonly string[]): string | undefined {
  if (program !== 'npm') return undefined
  return verb === 'run' ? name : ['start', 'test'].includes(verb) ? verb : undefined
}

function checkCall(words: readonly string[]): void {
  const [first = '', second = ''] = words
  const entry = commands.find(({ name }) => name === first)
  if (entry === undefined && !first.startsWith('-')) throw new Error(`there is no command ${first}`)
  if (entry === undefined) return
  if (!('commands' in entry))
    return void parseCall(
      entry,
      words.slice(1).filter((word) => word !== '--help'),
    )
  const command = entry.commands.find(({ name }) => name === `${first} ${second}`)
  if (command === undefined) throw new Error(`there is no command ${first} ${second}`)
  parseCall(command, words.slice(2))
}

describe.each(pages)('$path', ({ path, blocks }) => {
  it('has only blocks that are run, or that say why they are not', () => {
    const unknown = blocks.filter(({ tag }) => !(tag in TAGS)).map(({ place, tag }) => `${place}: ${tag}`)
    expect(unknown).toEqual([])
    const own = OWN_TESTS[path]
    if (own !== undefined)
      expect(readFileSync(join(ROOT, own), 'utf8')).toContain(own.startsWith('apps') ? path : 'example')
  })

  it('calls only commands, options and scripts that there are', () => {
    const problems = blocks.flatMap(({ place, text }) => {
      const found = commandsOf(text)
      const missing = found.flatMap((words) => npmScript(words) ?? []).filter((script) => !(script in scripts))
      return [
        ...missing.map((script) => `${place}: there is no script ${script}`),
        ...zerosecCalls(found).flatMap((words) => {
          try {
            checkCall(words)
            return []
          } catch (error) {
            return [`${place}: zerosec ${words.join(' ')}: ${String(error)}`]
          }
        }),
      ]
    })
    expect(problems).toEqual([])
  })
})

describe('what a reader types', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zerosec-docs-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))

  const isOnlyScripts = ({ text }: ShellBlock): boolean =>
    commandsOf(text).every((words) => npmScript(words) !== undefined)
  const sessions = pages
    .filter(({ path }) => !(path in OWN_TESTS))
    .map(({ path, blocks }) => ({ path, typed: blocks.filter((block) => block.tag === '' && !isOnlyScripts(block)) }))
    .map(({ path, typed }) => ({ path, typed: typed.map(({ text }) => text).join('\n') }))
    .filter(({ typed }) => typed !== '')
  /** Whether another page begins with all that this one tells to type, or tells the same and comes before it. */
  const isRunWith = (other: number, own: number): boolean =>
    sessions[other]!.typed.startsWith(sessions[own]!.typed) &&
    (other < own || sessions[other]!.typed !== sessions[own]!.typed)
  const runs = sessions
    .filter((_, own) => !sessions.some((_, other) => other !== own && isRunWith(other, own)))
    .map(({ typed }) => ({
      typed,
      paths: sessions.flatMap(({ path, typed: part }) => (typed.startsWith(part) ? path : [])),
    }))

  it.each(runs)('$paths work as they stand there, from top to bottom', async ({ paths, typed }) => {
    const place = join(folder, paths[0]!.replaceAll(/\W/g, '-'))
    mkdirSync(join(place, 'bin'), { recursive: true })
    symlinkSync(join(ROOT, 'examples'), join(place, 'examples'))
    const program = `exec "${process.execPath}" "${join(ROOT, 'apps/cli/bin/zerosec.mjs')}"`
    writeFileSync(join(place, 'bin', 'npx'), `#!/bin/sh\nshift\n${program} "$@"\n`, { mode: 0o700 })
    const shell = spawn('bash', ['-euo', 'pipefail'], {
      cwd: place,
      env: {
        ...process.env,
        PATH: `${join(place, 'bin')}:${process.env['PATH']}`,
        HOME: place,
        ZEROSEC_DATA: join(place, 'data'),
      },
    })
    shell.stdin.end(typed)
    const [code, , problem] = await Promise.all([
      new Promise((resolve) => shell.once('exit', resolve)),
      text(shell.stdout),
      text(shell.stderr),
    ])
    expect({ code, problem: code === 0 ? '' : problem }).toEqual({ code: 0, problem: '' })
  })
})
