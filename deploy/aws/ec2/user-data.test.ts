import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { deployScript, measureScript, type UserData, userData } from './user-data.ts'

const DATA: UserData = {
  region: 'us-east-1',
  registry: 'registry.example',
  logGroup: '/zerosec/ec2/machine',
  image: 'registry.example/api:live-production',
  databaseImage: 'postgres:18',
  fetchVolume: undefined,
}

it.each([undefined, 'vol-1'])('is a script that a shell can read, with a volume to fetch or without', (fetchVolume) => {
  const { status, stderr } = spawnSync('bash', ['-n'], { input: userData({ ...DATA, fetchVolume }), encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
})

it('holds no secret: the password is made on the machine', () => {
  expect(userData(DATA)).toContain('head -c 24 /dev/urandom')
  expect(userData(DATA)).not.toMatch(/POSTGRES_PASSWORD=|--env [A-Z_]*(TOKEN|SECRET|PASSWORD)=/)
})

it('lets Docker start with the volume only, whenever the machine does', () => {
  expect(userData(DATA)).toContain(
    `printf '[Unit]\\nRequiresMountsFor=/var/lib/zerosec\\n' > /etc/systemd/system/docker.service.d/`,
  )
})

/**
 * The script runs for real; Docker's and curl's parts are played: there is no Docker engine where the tests run. What runs is a file
 * with the image's name, and an image with `bad` in its name is never healthy.
 */
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerosec-deploy-'))
  mkdirSync(join(folder, 'bin'))
  play(
    'docker',
    `
case "$1" in
  inspect) [ "$3" = '{{.Config.Image}}' ] && { cat "$RUNS" 2>/dev/null || exit 1; } || echo "$4" ;;
  run) echo "\${@: -2:1}" > "$RUNS"; echo "$*" >> "$RUNS.log" ;;
  rm) rm -f "$RUNS" ;;
  pull) [[ $3 != *missing* ]] ;;
  image) echo "$*" >> "$RUNS.images" ;;
esac`,
  )
  play('curl', '! grep -q bad "$RUNS"')
  play('sleep', 'exit 0')
})
afterEach(() => rmSync(folder, { recursive: true }))

function play(name: string, script: string): void {
  const path = join(folder, 'bin', name)
  writeFileSync(path, `#!/bin/bash\n${script}\n`)
  chmodSync(path, 0o755)
}

function deploy(image: string): { status: number | null; runs: string; told: string } {
  const script = join(folder, 'zerosec-deploy')
  writeFileSync(script, deployScript(DATA))
  const env = { PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH']}`, RUNS: join(folder, 'runs') }
  const { status, stdout, stderr } = spawnSync('bash', [script, image], { env, encoding: 'utf8' })
  return { status, runs: runs(), told: stdout + stderr }
}

function runs(): string {
  try {
    return readFileSync(join(folder, 'runs'), 'utf8').trim()
  } catch {
    return ''
  }
}

it('starts an image on port 80, again after each end, with a root that nothing writes to', () => {
  expect(deploy('api@sha256:1')).toMatchObject({ status: 0, runs: 'api@sha256:1' })
  const call = readFileSync(join(folder, 'runs.log'), 'utf8')
  for (const part of ['--publish 80:8000', '--restart unless-stopped', '--read-only', '--cap-drop ALL', 'start']) {
    expect(call).toContain(part)
  }
})

it('lets what passes through /tmp lie on the disk, as the memory of the container is for the process', () => {
  deploy('api@sha256:1')
  const call = readFileSync(join(folder, 'runs.log'), 'utf8')
  expect(call).toContain('--volume zerosec-scratch:/tmp')
  expect(call).not.toContain('--tmpfs')
})

it('removes old images once a new one is healthy, and none while it may have to go back', () => {
  deploy('api@sha256:bad')
  expect(existsSync(join(folder, 'runs.images'))).toBe(false)
  deploy('api@sha256:1')
  expect(readFileSync(join(folder, 'runs.images'), 'utf8')).toBe('image prune --all --force --filter until=720h\n')
})

it('goes back to the image before if the new one does not get healthy, and fails', () => {
  deploy('api@sha256:1')
  expect(deploy('api@sha256:bad')).toMatchObject({
    status: 1,
    runs: 'api@sha256:1',
    told: expect.stringContaining('back to api@sha256:1'),
  })
})

it('leaves what runs alone if the new image can not be had', () => {
  deploy('api@sha256:1')
  expect(deploy('api@sha256:missing')).toMatchObject({ status: 1, runs: 'api@sha256:1' })
})

it('fails where the first image does not get healthy: there is none to go back to', () => {
  expect(deploy('api@sha256:bad')).toMatchObject({ status: 1, runs: 'api@sha256:bad' })
})

it.each([
  [1, 'exit 0'],
  [0, 'exit 22'],
])('tells CloudWatch %d where the answer is so, and how full the volume is', (ready, answer) => {
  play('curl', answer)
  play('df', "printf 'Use%%\\n 83%%\\n'")
  play('aws', `printf '%s\\n' "$@" > '${join(folder, 'told')}'`)
  const script = join(folder, 'zerosec-measure')
  writeFileSync(script, measureScript(DATA))
  const env = { PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH']}` }
  expect(spawnSync('bash', [script], { env }).status).toBe(0)
  const told = readFileSync(join(folder, 'told'), 'utf8').trim().split('\n')
  expect(told.slice(0, 2)).toEqual(['cloudwatch', 'put-metric-data'])
  expect(told.slice(-2)).toEqual([
    `MetricName=Ready,Value=${ready}`,
    'MetricName=DiskUsedPercent,Value=83,Unit=Percent',
  ])
})
