import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { Stage } from '../actions/stage.ts'

afterAll(Stage.closeAll)

const TEXT = readFileSync(join(import.meta.dirname, 'cloudbuild.yaml'), 'utf8')
const DOCKERFILE = readFileSync(join(import.meta.dirname, '../docker/Dockerfile'), 'utf8')

interface Build {
  readonly steps: readonly {
    readonly id: string
    readonly name: string
    readonly args: string[]
    readonly waitFor?: string[]
  }[]
  readonly substitutions: Readonly<Record<string, string>>
  readonly timeout: string
  readonly serviceAccount: string
  readonly options: object
}
const build = parse(TEXT) as Build

describe('cloudbuild.yaml', () => {
  it('runs builders by digests that the trigger has to give', () => {
    for (const { name } of build.steps) expect(name).toMatch(/@\$\{_[A-Z_]+\}$/)
    for (const name of ['_DOCKER_BUILDER', '_CLOUD_CLI', '_NODE_DIGEST', '_RUNTIME_DIGEST'])
      expect(build.substitutions[name]).toBe('')
  })

  it('declares every substitution that it uses, and uses every one that it declares', () => {
    const used = new Set(TEXT.match(/(?<=\$\{)_[A-Z_]+(?=\})/g))
    expect([...used].toSorted()).toEqual(Object.keys(build.substitutions).toSorted())
  })

  it('gives the Dockerfile the arguments and targets that it has', () => {
    const args = build.steps.flatMap(({ args: all }) => all)
    for (const [, name] of args.join('\n').matchAll(/--build-arg=(\w+)=/g))
      expect(DOCKERFILE).toContain(`ARG ${name}\n`)
    for (const [, target] of args.join('\n').matchAll(/--target=(\w+)/g))
      expect(DOCKERFILE).toMatch(new RegExp(`AS ${target}$`, 'm'))
  })

  it('runs scripts that are there, one step after the other, as the account that may deploy', () => {
    const scripts = build.steps.flatMap(({ args }) => args.filter((arg) => arg.endsWith('.sh')))
    expect(scripts).toHaveLength(2)
    for (const script of scripts) expect(existsSync(join(import.meta.dirname, '../..', script))).toBe(true)
    expect(build.steps.slice(1).map(({ waitFor }) => waitFor)).toEqual([['build-api'], ['build-worker'], ['push']])
    expect(build.serviceAccount).toContain('zerosec-deployer@')
    expect(build.options).toMatchObject({ requestedVerifyOption: 'VERIFIED', substitutionOption: 'MUST_MATCH' })
  })
})

describe('the scripts of a build', () => {
  const digest = (letter: string) => `sha256:${letter.repeat(64)}`
  const image = (target: string, letter: string) => `r.example/z/${target}@${digest(letter)}`

  it('name what was pushed by digest, and nothing if the registry named none', async () => {
    const stage = await Stage.open({})
    const file = join(stage.folder, 'images')
    const given = { REGISTRY: 'r.example/z', TAG: 'v1.2.3' }
    const push = () => stage.run('../gcp/push-built.sh', [file], given)
    stage.program('docker', [
      `[ "$1" = push ] || { name=\${4%:*}; echo "other.example/$name@${digest('0')}"; echo "$name@${digest('a')}"; }`,
    ])
    expect(await push()).toEqual({ code: 0, output: '' })
    expect(stage.read('images')).toBe(`${image('api', 'a')}\n${image('worker', 'a')}`)
    stage.program('docker', ['true'])
    expect(await push()).toEqual({ code: 1, output: 'the registry named no digest of api\n' })
  })

  it('bring it out, wait for its health, and tag it and what ran before, unless that is the same', async () => {
    const stage = await Stage.open({ '1.2.3': [200] }, '1.2.3')
    stage.program('gcloud', [
      'echo "$*" >>calls',
      `[ "$3" != describe ] || { [ "$4" = zerosec-api ] && echo ${image('api', 'b')} || echo ${image('worker', 'b')}; }`,
    ])
    stage.write('images', `${image('api', 'a')}\n${image('worker', 'a')}\n`)
    const given = { CLOUD_RUN_PROJECT: 'p', CLOUD_RUN_REGION: 'r', HEALTH_URL: stage.url, ENVIRONMENT: 'staging' }
    const rollOut = (TAG: string) =>
      stage.run('../gcp/roll-out-built.sh', [join(stage.folder, 'images')], { ...given, TAG, HEALTHY_WITHIN: '20' })
    expect((await rollOut('v1; reboot')).code).toBe(2)
    const { code, output } = await rollOut('v1.2.3')
    expect(code, output).toBe(0)
    expect(stage.calls().filter((call) => call.startsWith('artifacts'))).toEqual(
      [
        `${image('api', 'a')} r.example/z/api:live-staging`,
        `${image('worker', 'a')} r.example/z/worker:live-staging`,
        `${image('api', 'b')} r.example/z/api:live-staging-previous`,
        `${image('worker', 'b')} r.example/z/worker:live-staging-previous`,
      ].map((tags) => `artifacts docker tags add ${tags} --quiet`),
    )
    stage.write('calls', '')
    stage.write('images', `${image('api', 'b')}\n${image('worker', 'b')}\n`)
    expect((await rollOut('v1.2.3')).code).toBe(0)
    expect(stage.calls().filter((call) => call.includes('-previous'))).toEqual([])
  })
})
