import { afterAll, describe, expect, it } from 'vitest'
import type { RunTask } from './messages.ts'
import { ThreadCrash, Threads } from './threads.ts'

const ENTRY = new URL('../../test/test-thread.ts', import.meta.url)
const NEVER = new AbortController().signal

describe('Threads', () => {
  const threads = new Threads(ENTRY, { seconds: 60, memoryMb: 128 })
  const hurried = new Threads(ENTRY, { seconds: 0.5, memoryMb: 128 })
  afterAll(() => Promise.all([threads.close(), hurried.close()]))

  it('gives the result and the progress of a task', async () => {
    const progress: unknown[] = []
    const result = await threads.run(taskOf('count'), NEVER, (...report) => progress.push(report))
    expect(result.headline).toBe('強度.csv has 8 bytes')
    expect(new TextDecoder().decode(result.artifacts[0]?.bytes)).toBe('{"bytes":8,"name":"強度.csv"}')
    expect(progress).toEqual([[1, 'counted']])
  })

  it('hands on what the analysis refuses, with its details', async () => {
    const refused = { code: 'response_constant', details: { column: '強度', value: 3 } }
    await expect(threads.run(taskOf('refuses'), NEVER, ignore)).rejects.toMatchObject(refused)
    const inspected = threads.inspect({ kind: 'inspect', file: taskOf('').file, sheet: undefined })
    await expect(inspected).rejects.toMatchObject({ code: 'file_empty' })
  })

  it.each(['crashes', 'exits'])('calls a task that %s a fault of ours', async (analysis) => {
    await expect(threads.run(taskOf(analysis), NEVER, ignore)).rejects.toThrow(ThreadCrash)
  })

  it.each(['objects', 'arrays', 'huge'])(
    'stops a task that hoards memory in %s, and this process goes on',
    async (analysis) => {
      const stopped = { code: 'job_memory_limit', details: { megabytes: 128 } }
      await expect(threads.run(taskOf(analysis), NEVER, ignore)).rejects.toMatchObject(stopped)
    },
  )

  it('stops a task that never ends at the time limit', async () => {
    const stopped = { code: 'job_time_limit', details: { seconds: 0.5 } }
    await expect(hurried.run(taskOf('forever'), NEVER, ignore)).rejects.toMatchObject(stopped)
  })

  it('ends a task that never yields when it is told to', async () => {
    const stop = new AbortController()
    const running = threads.run(taskOf('forever'), stop.signal, ignore)
    stop.abort(new Error('cancelled'))
    await expect(running).rejects.toThrow('cancelled')
    await expect(threads.run(taskOf('count'), stop.signal, ignore)).rejects.toThrow('cancelled')
  })

  it('reports a module that can not be loaded with the task, not before', async () => {
    const broken = new Threads(new URL('./missing.ts', import.meta.url), { seconds: 60, memoryMb: 128 })
    broken.warm()
    await expect(broken.run(taskOf('count'), NEVER, ignore)).rejects.toThrow(/missing\.ts/)
    await broken.close()
  })
})

function taskOf(analysis: string): RunTask {
  const file = { name: '強度.csv', bytes: new TextEncoder().encode('a,b\n1,2\n') }
  return { kind: 'run', analysis, file, parameters: {} }
}

function ignore(): void {}
