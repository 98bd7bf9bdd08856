import { afterAll, describe, expect, it } from 'vitest'
import { Stage } from './stage.ts'

afterAll(Stage.closeAll)

const RELEASES = {
  good: [503, 200],
  old: [200],
  broken: [500],
  dying: [200, 200, 503],
  mute: [0],
  flapping: [200, 200, 503, 200, 200, 503],
}

const stageWith = (running?: string): Promise<Stage> => Stage.open(RELEASES, running)

/** A place whose releases are words in a file, which the server reads. */
function placeOf(stage: Stage, next: string, { migrates = true, switches = true } = {}): string {
  return stage.program('place', [
    'echo "$*" >>calls',
    'case $1 in',
    'current) cat running 2>/dev/null || true ;;',
    `prepare) echo ${next} ;;`,
    `migrate) ${migrates ? 'true' : 'false'} ;;`,
    `healthy) "${import.meta.dirname}/wait-until-healthy.sh" ${stage.url} $2 ;;`,
    `switch) ${switches ? '' : `[ "$2" != ${next} ] || exit 1;`} echo "$2" >running ;;`,
    'esac',
  ])
}

// Side by side: they wait more than they work.
describe.concurrent('wait-until-healthy.sh', () => {
  it('waits for a service that is not up yet, and asks until it has been well several times in a row', async () => {
    const stage = await stageWith('good')
    expect(await stage.run('wait-until-healthy.sh', [stage.url], { HEALTHY_WITHIN: '20' })).toEqual({
      code: 0,
      output: 'not yet: 503 {"status":"down","version":"good"}\nhealthy: 4 answers in a row\n',
    })
    expect(stage.asked).toBe(5)
  })

  it.each([
    ['broken', /not yet: 500 \{/],
    ['mute', /not yet: no answer/],
    ['dying', /was healthy 2 times, then not: 503/],
    ['flapping', /was healthy 2 times, then not: 503/],
  ])('gives up a service that is %s', async (release, told) => {
    const stage = await stageWith(release)
    const { code, output } = await stage.run('wait-until-healthy.sh', [stage.url], { HEALTHY_WITHIN: '2' })
    expect({ code, output }).toEqual({ code: 1, output: expect.stringMatching(told) })
    expect(output).toMatch(/not healthy within 2 s/)
  })

  it('does not take the answer of another version for its own', async () => {
    const stage = await stageWith('old')
    const { code, output } = await stage.run('wait-until-healthy.sh', [stage.url, '2.0.0'])
    expect({ code, output }).toEqual({ code: 1, output: expect.stringMatching(/not of version 2\.0\.0/) })
    expect((await stage.run('wait-until-healthy.sh', [stage.url, 'old'], { HEALTHY_WITHIN: '20' })).code).toBe(0)
  })
})

describe.concurrent('roll-out.sh', () => {
  const patient = { HEALTHY_WITHIN: '20' }

  it('migrates first, then switches, and leaves a healthy release in place', async () => {
    const stage = await stageWith('old')
    const { code } = await stage.run('roll-out.sh', [placeOf(stage, 'good'), 'good'], patient)
    expect({ code, running: stage.running() }).toEqual({ code: 0, running: 'good' })
    expect(stage.calls()).toEqual(['current', 'prepare', 'migrate good', 'switch good', 'healthy good'])
  })

  it.each(['broken', 'mute', 'dying'])('takes back a release that is %s', async (release) => {
    const stage = await stageWith('old')
    const { code, output } = await stage.run('roll-out.sh', [placeOf(stage, release)])
    expect({ code, running: stage.running() }, output).toEqual({ code: 1, running: 'old' })
    expect(output).toMatch(/serves again: old/)
  })

  it('takes back a release that the place itself could not start', async () => {
    const stage = await stageWith('old')
    const place = placeOf(stage, 'good', { switches: false })
    const { code } = await stage.run('roll-out.sh', [place], patient)
    expect({ code, running: stage.running() }).toEqual({ code: 1, running: 'old' })
    expect(stage.calls().slice(-3)).toEqual(['switch good', 'switch old', 'healthy'])
  })

  it('switches nothing after a migration that failed', async () => {
    const stage = await stageWith('old')
    const { code } = await stage.run('roll-out.sh', [placeOf(stage, 'good', { migrates: false })])
    expect({ code, running: stage.running() }).toEqual({ code: 1, running: 'old' })
    expect(stage.calls()).toEqual(['current', 'prepare', 'migrate good'])
  })

  it.each([['broken'], [undefined]])(
    'calls for someone where nothing healthy is to go back to: before it ran %s',
    async (before) => {
      const stage = await stageWith(before)
      expect((await stage.run('roll-out.sh', [placeOf(stage, 'mute')])).code).toBe(3)
    },
  )
})
