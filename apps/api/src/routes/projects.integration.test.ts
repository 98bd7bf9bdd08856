import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, ended, poll, type RunningApi, startApi, submission, upload } from '../../test/running-api.ts'

let api: RunningApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())

const send = (method: string, path: string, body?: unknown) => call(api, method, `/api/v1${path}`, body)
const NOBODY = '11111111-1111-1111-1111-111111111111'
const OBJECTIVES = [
  { column: '強度', goal: 'maximise' },
  { column: '費用', goal: 'minimise' },
]

async function create(body: Record<string, unknown> = { name: '摩耗' }): Promise<string> {
  const reply = await send('POST', '/projects', body)
  expect([reply.status, reply.body.code]).toEqual([200, undefined])
  return reply.body.project_id
}

/** 強度 = 2 温度 + noise of a fixed sequence; 費用 as given. */
function table(rows: number, cost: (i: number) => number, offset = 0): string {
  const lines = Array.from({ length: rows }, (_, i) => [i, offset + 2 * i + ((i * 7) % 5) / 10, cost(i)].join(','))
  return `温度,強度,費用\n${lines.join('\n')}\n`
}

async function run(csv: string, projectId: string, parameters: Record<string, unknown> = {}): Promise<string> {
  const uploaded = await upload(api, '試験.csv', csv)
  const asked = submission(uploaded, 'linear_analysis', {
    target_column: '強度',
    feature_columns: ['温度'],
    ...parameters,
  })
  const reply = await send('POST', '/jobs', { ...asked, project_id: projectId })
  expect([reply.status, reply.body.code]).toEqual([200, undefined])
  expect(await poll(api, uploaded.job_id, ended)).toMatchObject({ status: 'completed' })
  return uploaded.job_id
}

describe('a campaign of two rounds', () => {
  let projectId: string
  let jobs: string[]
  beforeAll(async () => {
    projectId = await create({ name: ' 摩耗 ', description: '春の試験\n二回', objectives: OBJECTIVES })
    const first = table(20, (i) => i)
    jobs = [await run(first, projectId), await run(first, projectId, { terms: 'quadratic' })]
    jobs.push(
      await run(
        table(10, () => 3, 10),
        projectId,
      ),
    )
  })

  it('shows its jobs by round', async () => {
    const { body } = await send('GET', `/projects/${projectId}`)
    expect(body).toMatchObject({
      name: '摩耗',
      description: '春の試験\n二回',
      objectives: OBJECTIVES,
      rounds: 2,
      jobs: 3,
    })
    expect(
      body.campaign.map((one: { round: number; jobs: { job_id: string }[] }) => [
        one.round,
        one.jobs.map(({ job_id }) => job_id),
      ]),
    ).toEqual([
      [1, jobs.slice(0, 2)],
      [2, jobs.slice(2)],
    ])
    expect(body.campaign[0].jobs[0].job).toMatchObject({ file_name: '試験.csv', status: 'completed' })
  })

  it('tells what each round taught, in one box', async () => {
    const { body } = await send('GET', `/projects/${projectId}/learned`)
    // first table: strength 0 … 38.3 (row 19: 38 + 0.3) against cost 0 … 19; second: strength 10 … 28.3 at cost 3
    expect(body.box).toEqual([
      { column: '強度', worst: 0, best: 38.3 },
      { column: '費用', worst: 19, best: 0 },
    ])
    const [one, two] = body.rounds
    expect(one).toMatchObject({ round: 1, runs: 20, tables: [{ name: '試験.csv', rows: 20, runs: 20 }], notes: [] })
    expect(one.objectives).toEqual([
      { column: '強度', runs: 20, best: 38.3, best_so_far: 38.3 },
      { column: '費用', runs: 20, best: 0, best_so_far: 0 },
    ])
    expect(two.objectives).toEqual([
      { column: '強度', runs: 10, best: 28.3, best_so_far: 38.3 },
      { column: '費用', runs: 10, best: 3, best_so_far: 0 },
    ])
    // the single point (28.3, 3) dominates 28.3 / 38.3 of one side times 16 / 19 of the other
    expect(two.hypervolume).toBeCloseTo((28.3 / 38.3) * (16 / 19), 12)
    expect(two.hypervolume_so_far).toBeGreaterThan(Math.max(one.hypervolume, two.hypervolume))
    expect(one.hypervolume_so_far).toBe(one.hypervolume)
    const strength = Array.from({ length: 20 }, (_, i) => 2 * i + ((i * 7) % 5) / 10)
    const staircase = strength.reduce(
      (sum, _, cost) => sum + Math.max(...strength.slice(0, cost + 1)) * (cost < 19 ? 1 : 0),
      0,
    )
    expect(one.hypervolume).toBeCloseTo(staircase / (38.3 * 19), 12)
  })

  it('takes from each round the model that predicts best, with the width of its interval', async () => {
    const { body } = await send('GET', `/projects/${projectId}/learned`)
    const reports = await Promise.all(jobs.map(async (job) => (await send('GET', `/jobs/${job}/report`)).body))
    const errors = reports.map(({ values }) => values.cv_rmse)
    const best = errors[1] < errors[0] ? 1 : 0
    expect(body.rounds[0].models).toMatchObject([{ target: '強度', job_id: jobs[best], cv_rmse: errors[best] }])
    const [model] = body.rounds[1].models
    const { sigma } = reports[2].values
    expect(model).toMatchObject({ job_id: jobs[2], interval_level: 0.95, cv_r2: reports[2].values.cv_r2 })
    // t(0.975; 8) = 2.306004135204166, mean leverage 2 / 10
    expect(model.interval_width).toBeCloseTo(2 * 2.306004135204166 * sigma * Math.sqrt(1.2), 9)
  })

  it('leads from a job back to its file, parameters, seed and version', async () => {
    const report = (await send('GET', `/jobs/${jobs[0]}/report`)).body
    const { body } = await send('GET', `/jobs/${jobs[0]}/lineage`)
    expect(body).toMatchObject({ job_id: jobs[0], is_cut: false, parameters: report.parameters })
    expect(body.jobs).toMatchObject([
      {
        job_id: jobs[0],
        side: 'itself',
        seed: 42,
        version: report.version,
        project: { project_id: projectId, name: '摩耗', round: 1 },
        files: [{ parameter: null, name: '試験.csv', sha256: report.table.sha256, from_job: null, is_stored: true }],
      },
    ])
  })

  it('says in words what it can not read, and goes on', async () => {
    const id = await create({ name: 'x', objectives: [{ column: 'y', goal: 'target', target: 3 }] })
    const broken = await upload(api, 'empty.csv', '')
    await send('POST', '/jobs', { ...submission(broken, 'linear_analysis', { target_column: 'y' }), project_id: id })
    await poll(api, broken.job_id, ended)
    const good = await upload(api, 'y.csv', 'x,y\n1,1\n2,2\n3,5\n4,\n')
    await send('POST', '/jobs', { ...submission(good, 'linear_analysis', { target_column: 'y' }), project_id: id })
    await poll(api, good.job_id, ended)
    const { status, body } = await send('GET', `/projects/${id}/learned`)
    expect(status).toBe(200)
    expect(body.rounds[0]).toMatchObject({
      runs: 0,
      notes: [expect.stringMatching(/^The table empty\.csv can't be read: /)],
    })
    expect(body.rounds[1].objectives).toEqual([{ column: 'y', runs: 3, best: 2, best_so_far: 2 }])
  })
})

describe('a project', () => {
  it('is renamed, keeps what is left out, and is deleted without its jobs', async () => {
    const id = await create({ name: 'a', description: 'd', objectives: OBJECTIVES })
    const job = await run(
      table(12, (i) => i, 1),
      id,
    )
    const renamed = await send('PATCH', `/projects/${id}`, { name: 'b' })
    expect(renamed.body).toMatchObject({ name: 'b', description: 'd', objectives: OBJECTIVES, jobs: 1 })
    const moved = await send('PATCH', `/projects/${id}/jobs/${job}`, { round: 2 })
    expect(moved.body.campaign).toMatchObject([{ round: 2, jobs: [{ job_id: job }] }])
    expect((await send('DELETE', `/projects/${id}`)).body).toEqual({ project_id: id, jobs_kept: 1 })
    expect((await send('GET', `/projects/${id}`)).status).toBe(404)
    expect((await send('GET', `/jobs/${job}`)).body.status).toBe('completed')
    expect((await send('GET', `/jobs/${job}/lineage`)).body.jobs[0].project).toBe(null)
    const other = await create()
    expect((await send('POST', `/projects/${other}/jobs`, { job_id: job })).body.campaign).toMatchObject([{ round: 1 }])
    expect((await send('DELETE', `/projects/${other}/jobs/${job}`)).body.campaign).toEqual([])
  })

  it('that nobody knows is 404 by code everywhere, and a wrong id is 422', async () => {
    const calls: [string, string, unknown?][] = [
      ['GET', ''],
      ['PATCH', '', { name: 'x' }],
      ['DELETE', ''],
      ['GET', '/learned'],
      ['PATCH', `/jobs/${NOBODY}`, { round: 1 }],
      ['DELETE', `/jobs/${NOBODY}`],
    ]
    for (const [method, path, body] of calls) {
      const unknown = await send(method, `/projects/${NOBODY}${path}`, body)
      expect({ method, path, ...unknown }).toMatchObject({ status: 404, body: { code: 'project_unknown' } })
      const wrong = await send(method, `/projects/1${path}`, body)
      expect({ method, path, ...wrong }).toMatchObject({ status: 422, body: { code: 'request_invalid' } })
    }
    const id = await create()
    expect((await send('POST', `/projects/${id}/jobs`, { job_id: NOBODY })).body.code).toBe('job_unknown')
    expect((await send('GET', `/jobs/${NOBODY}/lineage`)).body.code).toBe('job_unknown')
  })

  it.each([
    ['no name', {}, 'name'],
    ['a name of blanks', { name: '  ' }, 'name'],
    ['a name with a line break', { name: 'a\nb' }, 'name'],
    ['a NUL in the description', { name: 'a', description: 'a\u0000' }, 'description'],
    ['half a surrogate pair', { name: '\ud800' }, 'name'],
    ['a long name', { name: 'x'.repeat(201) }, 'name'],
    ['an unknown goal', { name: 'a', objectives: [{ column: 'y', goal: 'best' }] }, 'objectives.0.goal'],
    ['a target without a value', { name: 'a', objectives: [{ column: 'y', goal: 'target' }] }, 'objectives.0.target'],
    [
      'a value without that goal',
      { name: 'a', objectives: [{ column: 'y', goal: 'maximise', target: 1 }] },
      'objectives.0.target',
    ],
    [
      'a range upside down',
      { name: 'a', objectives: [{ column: 'y', goal: 'range', low: 2, high: 1 }] },
      'objectives.0.high',
    ],
    ['a column twice', { name: 'a', objectives: [OBJECTIVES[0], OBJECTIVES[0]] }, 'objectives'],
    [
      'eleven objectives',
      { name: 'a', objectives: Array.from({ length: 11 }, (_, i) => ({ column: `y${i}`, goal: 'maximise' })) },
      'objectives',
    ],
  ])('with %s is refused by the name of the field', async (_, body, field) => {
    const reply = await send('POST', '/projects', body)
    expect({ status: reply.status, fields: reply.body.details?.fields }).toEqual({ status: 422, fields: [field] })
  })

  it('keeps any text as it is', async () => {
    const name = `<img src=x onerror=alert(1)> ${'強'.repeat(50)} 😀 '; drop table jobs; --`
    const id = await create({ name })
    expect((await send('GET', `/projects/${id}`)).body.name).toBe(name)
    const page = await send('GET', '/projects?limit=1')
    expect([page.body.projects[0].name, typeof page.body.next]).toEqual([name, 'string'])
  })

  it('is not needed: a job without one goes as before, and a round alone is refused', async () => {
    const uploaded = await upload(
      api,
      'a.csv',
      table(12, (i) => i, 2),
    )
    const asked = submission(uploaded, 'linear_analysis', { target_column: '強度' })
    const alone = await send('POST', '/jobs', { ...asked, round: 1 })
    expect([alone.status, alone.body.details.fields]).toEqual([422, ['round']])
    const unknown = await send('POST', '/jobs', { ...asked, project_id: NOBODY })
    expect([unknown.status, unknown.body.code]).toEqual([404, 'project_unknown'])
    expect((await send('POST', '/jobs', asked)).body).toEqual({
      job_id: uploaded.job_id,
      status: 'queued',
      message: expect.any(String),
    })
    await poll(api, uploaded.job_id, ended)
  })
})
