import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Checkpoints } from '@zerosec/analyses'
import { afterAll, describe, expect, it } from 'vitest'
import type { RunTask } from './messages.ts'
import { TaskCrash, TaskProcesses } from './task-processes.ts'

const ENTRY = new URL('../../test/test-task.ts', import.meta.url)
const NEVER = new AbortController().signal

describe('TaskProcesses', () => {
  const tasks = new TaskProcesses(ENTRY, { seconds: 60, memoryMb: 128 })
  const hurried = new TaskProcesses(ENTRY, { seconds: 0.5, memoryMb: 128 })
  afterAll(() => Promise.all([tasks.close(), hurried.close()]))

  it('gives the result and the progress of a task', async () => {
    const progress: unknown[] = []
    const result = await tasks.run(taskOf('count'), NEVER, (...report) => progress.push(report))
    expect(result.headline).toBe('強度.csv has 8 bytes')
    expect(new TextDecoder().decode(result.artifacts[0]?.bytes)).toBe('{"bytes":8,"name":"強度.csv"}')
    expect(progress).toEqual([[1, 'counted']])
  })

  it('hands on what the analysis refuses, with its details', async () => {
    const refused = { code: 'response_constant', details: { column: '強度', value: 3 } }
    await expect(tasks.run(taskOf('refuses'), NEVER, ignore)).rejects.toMatchObject(refused)
    const inspected = tasks.inspect({ kind: 'inspect', file: taskOf('').file, sheet: undefined })
    await expect(inspected).rejects.toMatchObject({ code: 'file_empty' })
  })

  it.each(['crashes', 'exits'])('calls a task that %s a fault of ours', async (analysis) => {
    await expect(tasks.run(taskOf(analysis), NEVER, ignore)).rejects.toThrow(TaskCrash)
  })

  it.each(['objects', 'maps', 'arrays', 'huge', 'threads'])(
    'stops a task that hoards memory in %s, and this process goes on',
    async (analysis) => {
      const stopped = { code: 'job_memory_limit', details: { megabytes: 128 } }
      await expect(tasks.run(taskOf(analysis), NEVER, ignore)).rejects.toMatchObject(stopped)
    },
  )

  it('keeps what a task saves and publishes, and gives back what it loads', async () => {
    const kept: unknown[] = []
    const checkpoints: Checkpoints = {
      load: async (key) => (key === 'part 1' ? Uint8Array.of(1) : undefined),
      save: async (key, bytes) => void kept.push([key, ...bytes]),
      publish: async ({ path, bytes }) => void kept.push([path, new TextDecoder().decode(bytes)]),
    }
    const folder = mkdtempSync(join(tmpdir(), 'zerosec-test-'))
    const parameters = { parts: 3, log: join(folder, 'log') }
    await tasks.run({ ...taskOf('parts'), parameters }, NEVER, ignore, { checkpoints })
    rmSync(folder, { recursive: true })
    expect(kept).toEqual([
      ['part 0', 0],
      ['so far/parts.json', '{"parts":1,"computed":1}'],
      ['part 2', 2],
      ['so far/parts.json', '{"parts":3,"computed":2}'],
    ])
  })

  it('tells a task how many threads it may use', async () => {
    const counted = new TaskProcesses(ENTRY, { seconds: 60, memoryMb: 128, threads: 3 })
    expect((await counted.run(taskOf('tells its threads'), NEVER, ignore)).headline).toBe('3')
    await counted.close()
  })

  it('lets a task go on when Ctrl-C reaches its process too', async () => {
    expect((await tasks.run(taskOf('interrupted'), NEVER, ignore)).headline).toBe('強度.csv has 8 bytes')
  })

  it('stops a task that never ends at the time limit', async () => {
    const stopped = { code: 'job_time_limit', details: { seconds: 0.5 } }
    await expect(hurried.run(taskOf('forever'), NEVER, ignore)).rejects.toMatchObject(stopped)
  })

  it('ends a task that never yields when it is told to', async () => {
    const stop = new AbortController()
    const running = tasks.run(taskOf('forever'), stop.signal, ignore)
    stop.abort(new Error('cancelled'))
    await expect(running).rejects.toThrow('cancelled')
    await expect(tasks.run(taskOf('count'), stop.signal, ignore)).rejects.toThrow('cancelled')
  })

  it('reports a process that can not be started', async () => {
    const node = process.execPath
    process.execPath = '/nowhere/node'
    const unspawned = new TaskProcesses(ENTRY, { seconds: 60, memoryMb: 128 })
    const running = unspawned.run(taskOf('count'), NEVER, ignore)
    process.execPath = node
    await expect(running).rejects.toThrow(/ENOENT/)
    await unspawned.close()
  })

  it('reports a module that can not be loaded with the task, not before', async () => {
    const broken = new TaskProcesses(new URL('./missing.ts', import.meta.url), { seconds: 60, memoryMb: 128 })
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
