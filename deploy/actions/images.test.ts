import { afterAll, describe, expect, it } from 'vitest'
import { Stage } from './stage.ts'

afterAll(Stage.closeAll)

const DIGEST = `sha256:${'ab'.repeat(32)}`
const OTHER = `sha256:${'cd'.repeat(32)}`

/** A stage whose docker knows images by the files of their names; slashes in these are underscores. */
async function registryStage(images: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const stage = await Stage.open({})
  stage.program('docker', [
    'echo "$*" >>calls',
    'case "$2 $3" in',
    '"imagetools inspect") cat "has_${4//\\//_}" ;;',
    '"imagetools create") echo "${7#*@}" >"has_${6//\\//_}" ;;',
    `"build .") while [ $# -gt 1 ]; do [ "$1" != --metadata-file ] || echo '{"containerimage.digest": "${DIGEST}"}' >"$2"; shift; done ;;`,
    'esac',
  ])
  for (const [name, digest] of Object.entries(images)) stage.write(`has_${name.replaceAll('/', '_')}`, `${digest}\n`)
  stage.write('output', '')
  stage.write('package.json', '{"version": "1.2.3"}')
  return stage
}
const given = (stage: Stage): Record<string, string> => ({
  GITHUB_OUTPUT: `${stage.folder}/output`,
  RUNNER_TEMP: stage.folder,
  GITHUB_REPOSITORY: 'Owner/Repo',
  GITHUB_SHA: 'a'.repeat(40),
  GITHUB_REF_NAME: 'v1.2.3',
  NODE_DIGEST: DIGEST,
  RUNTIME_DIGEST: OTHER,
})

describe.concurrent('push-image.sh', () => {
  it('hands over what it pushed by digest, built on bases by digest, with SBOM and provenance', async () => {
    const stage = await registryStage()
    expect(await stage.run('push-image.sh', ['api'], given(stage), stage.folder)).toEqual({ code: 0, output: '' })
    const name = 'ghcr.io/owner/repo/api'
    expect(stage.read('output')).toBe(`name=${name}\ndigest=${DIGEST}\napi=${name}@${DIGEST}`)
    const build = stage.calls().find((call) => call.startsWith('buildx build'))
    for (const part of [`NODE_DIGEST=${DIGEST}`, `RUNTIME_DIGEST=${OTHER}`, '--target api', `--tag ${name}:1.2.3`])
      expect(build).toContain(part)
    expect(build).toMatch(/--provenance mode=max --sbom true/)
  })

  it.each([
    ['an image that is none', 'desktop', {}, /there is no image desktop/],
    ['a tag that is not the version', 'api', { GITHUB_REF_NAME: 'v1.2.4' }, /v1.2.4 is not v1.2.3/],
    ['a base by tag', 'api', { NODE_DIGEST: 'latest' }, /not the digest of an image: latest/],
  ])('refuses %s', async (_, target, wrong, told) => {
    const stage = await registryStage()
    const { code, output } = await stage.run('push-image.sh', [target], { ...given(stage), ...wrong }, stage.folder)
    expect({ code, output }).toEqual({ code: 2, output: expect.stringMatching(told) })
    expect(stage.calls()).toEqual([''])
  })
})

describe.concurrent('find-images.sh', () => {
  const released = { 'ghcr.io/owner/repo/api:1.2.3': DIGEST, 'ghcr.io/owner/repo/worker:1.2.3': OTHER }

  it('hands over the images of a version once their provenance holds', async () => {
    const stage = await registryStage(released)
    stage.program('gh', ['echo "$*" >>asked'])
    expect((await stage.run('find-images.sh', ['1.2.3'], given(stage))).code).toBe(0)
    expect(stage.read('output')).toBe(`api=ghcr.io/owner/repo/api@${DIGEST}\nworker=ghcr.io/owner/repo/worker@${OTHER}`)
    expect(stage.read('asked')).toContain('--signer-workflow Owner/Repo/.github/workflows/release.yml')
  })

  it('hands over nothing that somebody else built, and takes no other words for a version', async () => {
    const stage = await registryStage(released)
    stage.program('gh', ['exit 1'])
    expect((await stage.run('find-images.sh', ['1.2.3'], given(stage))).code).toBe(1)
    expect((await stage.run('find-images.sh', ['1.2.3; reboot'], given(stage))).code).toBe(2)
    expect(stage.read('output')).toBe('')
  })
})

describe.concurrent('copy-images.sh', () => {
  it('keeps the digest, and takes an image that is there already', async () => {
    const stage = await registryStage()
    for (const _ of ['first', 'again'])
      expect((await stage.run('copy-images.sh', ['r.example/z', `ghcr.io/o/api@${DIGEST}`], given(stage))).code).toBe(0)
    expect(stage.read('output')).toBe(Array(2).fill(`api=r.example/z/api@${DIGEST}`).join('\n'))
    expect(stage.calls().filter((call) => call.includes('imagetools create'))).toHaveLength(1)
  })

  it('fails where the registry made another image of it', async () => {
    const stage = await registryStage({ [`r.example/z/api:${DIGEST.replace(':', '-')}`]: OTHER })
    stage.program('docker', ['[ "$3" = create ] && exit 0', `[[ "$4" != *@* ]] && echo ${OTHER}`])
    const { code, output } = await stage.run('copy-images.sh', ['r.example/z', `ghcr.io/o/api@${DIGEST}`], given(stage))
    expect({ code, output }).toEqual({ code: 1, output: expect.stringMatching(`has ${OTHER} for ${DIGEST}`) })
    expect((await stage.run('copy-images.sh', ['r.example/z', 'ghcr.io/o/api:latest'], given(stage))).code).toBe(2)
  })
})

describe.concurrent('mark-live.sh', () => {
  it('remembers what runs and what ran before, and nothing anew when the same is deployed again', async () => {
    const stage = await registryStage()
    const mark = (digest: string) => stage.run('mark-live.sh', ['production', `r.example/z/api@${digest}`])
    for (const digest of [OTHER, DIGEST, DIGEST]) expect((await mark(digest)).code).toBe(0)
    expect(stage.read('has_r.example_z_api:live-production')).toBe(DIGEST)
    expect(stage.read('has_r.example_z_api:live-production-previous')).toBe(OTHER)
    expect((await stage.run('mark-live.sh', ['my prod', `r.example/z/api@${DIGEST}`])).code).toBe(2)
  })
})
