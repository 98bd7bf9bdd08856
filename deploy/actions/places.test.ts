import { afterAll, describe, expect, it } from 'vitest'
import { Stage } from './stage.ts'

afterAll(Stage.closeAll)

/*
 * The command lines of the clouds are played by small programs of the stage: they note what they were told, and answer in the form
 * that the real ones print.
 */

const DIGEST = `sha256:${'ab'.repeat(32)}`
const OTHER = `sha256:${'cd'.repeat(32)}`
const image = (target: string, digest = DIGEST): string => `registry.example/zerosec/${target}@${digest}`
const IMAGES = { API_IMAGE: image('api'), WORKER_IMAGE: image('worker') }

async function stageWith(programs: Readonly<Record<string, readonly string[]>>): Promise<Stage> {
  const stage = await Stage.open({ old: [200], new: [200] }, 'old')
  for (const [name, lines] of Object.entries(programs)) stage.program(name, ['echo "$*" >>calls', ...lines])
  return stage
}

describe.concurrent('ecs.sh', () => {
  const NAMES = { ECS_CLUSTER: 'c', ECS_API_SERVICE: 's-api', ECS_WORKER_SERVICE: 's-worker' }
  const definition = (container: string) =>
    JSON.stringify({
      family: container,
      cpu: '512',
      revision: 3,
      status: 'ACTIVE',
      taskDefinitionArn: `${container}:3`,
      containerDefinitions: [
        { name: container, image: 'before', secrets: [{ name: 'DATABASE_URL', valueFrom: 'arn' }] },
        { name: 'sidecar', image: 'beside' },
      ],
    })
  const aws = (more: readonly string[] = []) => [
    'case "$1 $2" in',
    '"ecs describe-services") case "$*" in',
    '  *networkConfiguration*) echo \'{"awsvpcConfiguration":{"subnets":["subnet-1"]}}\' ;;',
    '  *--services\\ s-api*) cat api 2>/dev/null || echo api:3 ;;',
    '  *) cat worker 2>/dev/null || echo worker:3 ;; esac ;;',
    `"ecs describe-task-definition") case "$4" in api*) echo '${definition('api')}' ;; *) echo '${definition('worker')}' ;; esac ;;`,
    '"ecs register-task-definition") family=$(jq -r .family <<<"$4"); echo "$4" >"registered-$family"; echo "$family:4" ;;',
    '"ecs run-task") echo task-1 ;;',
    '"ecs update-service") [ "$6" = s-api ] && echo "$8" >api || echo "$8" >worker ;;',
    '"ecs describe-tasks") cat exit 2>/dev/null || echo 0 ;;',
    `"ecs wait") ${more.join('; ') || 'true'} ;;`,
    'esac',
  ]

  it('makes new definitions that differ from the running ones in the image alone', async () => {
    const stage = await stageWith({ aws: aws() })
    expect(await stage.run('ecs.sh', ['prepare'], { ...NAMES, ...IMAGES })).toEqual({
      code: 0,
      output: 'api:4,worker:4\n',
    })
    expect(JSON.parse(stage.read('registered-worker'))).toEqual({
      family: 'worker',
      cpu: '512',
      containerDefinitions: [
        { name: 'worker', image: image('worker'), secrets: [{ name: 'DATABASE_URL', valueFrom: 'arn' }] },
        { name: 'sidecar', image: 'beside' },
      ],
    })
  })

  it('migrates in a task of the new API, and fails when that does', async () => {
    const stage = await stageWith({ aws: aws() })
    expect((await stage.run('ecs.sh', ['migrate', 'api:4,worker:4'], NAMES)).code).toBe(0)
    const started = stage.calls().find((call) => call.startsWith('ecs run-task'))
    expect(started).toContain('--task-definition api:4')
    expect(started).toContain('"command":["migrate"]')
    stage.write('exit', '1')
    const { code, output } = await stage.run('ecs.sh', ['migrate', 'api:4,worker:4'], NAMES)
    expect({ code, output }).toEqual({ code: 1, output: expect.stringMatching(/the migration ended with 1: task-1/) })
  })

  it('switches both services, and sees that the circuit breaker has gone back by itself', async () => {
    const stage = await stageWith({ aws: aws() })
    expect((await stage.run('ecs.sh', ['switch', 'api:4,worker:4'], NAMES)).code).toBe(0)
    expect(await stage.run('ecs.sh', ['current'], NAMES)).toEqual({ code: 0, output: 'api:4,worker:4\n' })
    stage.program('aws', aws(['echo api:3 >api']))
    const { code, output } = await stage.run('ecs.sh', ['switch', 'api:5,worker:5'], NAMES)
    expect({ code, output }).toEqual({ code: 1, output: 's-api runs api:3, not api:5\n' })
  })

  it('waits on where the command line has given up, and no longer than it may', async () => {
    const release = ['switch', 'api:4,worker:4']
    const stage = await stageWith({ aws: aws(['[ -e waited ] || { touch waited; exit 255; }']) })
    expect((await stage.run('ecs.sh', release, NAMES)).code).toBe(0)
    stage.program('aws', aws(['echo waited >>waits', 'sleep 5']))
    expect((await stage.run('ecs.sh', release, { ...NAMES, ECS_WAIT: '1' })).code).toBe(1)
    expect(stage.read('waits')).toBe('waited')
  })

  it('fails where the service is not there, or the definition has no such container', async () => {
    const stage = await stageWith({ aws: ['[ "$2" != describe-services ] || echo None'] })
    expect((await stage.run('ecs.sh', ['prepare'], { ...NAMES, ...IMAGES })).output).toMatch(/make the stack first/)
    stage.program('aws', ['case $2 in describe-services) echo x:1 ;; *) echo \'{"containerDefinitions":[]}\' ;; esac'])
    const { code, output } = await stage.run('ecs.sh', ['prepare'], { ...NAMES, ...IMAGES })
    expect({ code: code !== 0, output }).toEqual({ code: true, output: expect.stringMatching(/no container api/) })
  })
})

describe.concurrent('ec2.sh', () => {
  // What Systems Manager would run on the machine runs here.
  const aws = [
    'case "$1 $2" in',
    '"ec2 describe-instances") cat machines ;;',
    '"ssm send-command") command=$(jq -r .commands[0] <<<"$8")',
    '  if bash -c "${command//\\/usr\\/local\\/bin\\//./}" >out 2>err; then echo Success >status; else echo Failed >status; fi; echo c-1 ;;',
    '"ssm get-command-invocation") case "${10}" in Status) cat status ;; StandardOutputContent) cat out ;; *) cat err ;; esac ;;',
    'esac',
  ]
  const pace = { EC2_PAUSE: '0.05', ...IMAGES }

  async function machineStage(machines = 'i-0abc'): Promise<Stage> {
    const stage = await stageWith({ aws, docker: ['echo registry.example/zerosec/api@' + OTHER] })
    stage.program('zerosec-deploy', ['echo "deployed $1"; [ "$1" != "$(cat refused 2>/dev/null)" ]'])
    stage.write('machines', `${machines}\n`)
    return stage
  }

  it('asks the machine what runs, and has it deploy by its own command', async () => {
    const stage = await machineStage()
    expect(await stage.run('ec2.sh', ['current'], pace)).toEqual({ code: 0, output: `${image('api', OTHER)}\n` })
    const { code, output } = await stage.run('ec2.sh', ['switch', image('api')], pace)
    expect({ code, output }).toEqual({ code: 0, output: `deployed ${image('api')}\n` })
    for (const call of stage.calls().filter((one) => one.startsWith('ssm send')))
      expect(call).toContain('--timeout-seconds 60')
    stage.write('refused', image('api'))
    expect((await stage.run('ec2.sh', ['switch', image('api')], pace)).code).toBe(1)
  })

  it('waits for health on the machine itself', async () => {
    const stage = await machineStage()
    const at = { ...pace, EC2_HEALTH_URL: stage.url }
    expect(await stage.run('ec2.sh', ['healthy', 'old'], at)).toEqual({
      code: 0,
      output: 'healthy: 4 answers in a row\n',
    })
    const { code, output } = await stage.run('ec2.sh', ['healthy', '2.0.0'], at)
    expect({ code, output }).toEqual({ code: 1, output: expect.stringMatching(/not of version 2\.0\.0/) })
  })

  it.each([
    ['prepare', { API_IMAGE: 'registry.example/api:latest' }, /not an image by digest/],
    ["switch x'; reboot; '", {}, /not an image by digest/],
    ["healthy 1'; reboot; '", {}, /not a version/],
  ])('puts nothing into a command that is not what it should be: %s', async (call, environment, told) => {
    const stage = await machineStage()
    const [word = '', ...rest] = call.split(' ')
    const { code, output } = await stage.run('ec2.sh', [word, rest.join(' ')], { ...pace, ...environment })
    expect({ code, output }).toEqual({ code: 1, output: expect.stringMatching(told) })
    expect(stage.calls().join()).not.toContain('send-command')
  })

  it.each([
    ['', /found: none/],
    ['i-1 i-2', /found: i-1 i-2/],
  ])('deploys to one machine or none: "%s"', async (machines, told) => {
    const stage = await machineStage(machines)
    const { code, output } = await stage.run('ec2.sh', ['switch', image('api')], pace)
    expect({ code, output }).toEqual({ code: 1, output: expect.stringMatching(told) })
  })
})

describe.concurrent('cloud-run.sh', () => {
  const WHERE = { CLOUD_RUN_PROJECT: 'p', CLOUD_RUN_REGION: 'r' }

  it('migrates by the job before both services get the images', async () => {
    const stage = await stageWith({ gcloud: ['[ "$3" != describe ] || echo "$4-image"'] })
    expect(await stage.run('cloud-run.sh', ['current'], WHERE)).toEqual({
      code: 0,
      output: 'zerosec-api-image,zerosec-worker-image\n',
    })
    const release = `${image('api')},${image('worker')}`
    expect(await stage.run('cloud-run.sh', ['prepare'], { ...WHERE, ...IMAGES })).toEqual({
      code: 0,
      output: `${release}\n`,
    })
    for (const word of ['migrate', 'switch']) await stage.run('cloud-run.sh', [word, release], WHERE)
    expect(stage.calls().slice(2)).toEqual([
      `run jobs update zerosec-migrate --project p --region r --quiet --image ${image('api')}`,
      'run jobs execute zerosec-migrate --project p --region r --quiet --wait',
      `run services update zerosec-api --project p --region r --quiet --image ${image('api')}`,
      `run services update zerosec-worker --project p --region r --quiet --image ${image('worker')}`,
    ])
  })

  it('fails when the migration does', async () => {
    const stage = await stageWith({ gcloud: ['[ "$3" != execute ]'] })
    expect((await stage.run('cloud-run.sh', ['migrate', 'a,b'], WHERE)).code).toBe(1)
  })
})
