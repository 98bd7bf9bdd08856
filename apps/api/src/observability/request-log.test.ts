import fastify from 'fastify'
import { expect, it, vi } from 'vitest'
import { RequestLog } from './request-log.ts'

/** A real logger, and what it has written. */
function parentOf(level: string) {
  const lines: Record<string, unknown>[] = []
  const stream = { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) }
  const { log } = fastify({ logger: { level, stream } })
  return { log, lines, child: vi.spyOn(log, 'child') }
}

it('is made with the first line that is told, and tells what a child of its parent would', () => {
  const { log, lines, child } = parentOf('warn')
  const request = new RequestLog(log, { requestId: 'r-1' })
  request.info({ a: 1 }, 'not told')
  request.debug('nor this')
  expect([request.level, child.mock.calls.length]).toEqual(['warn', 0])
  request.warn({ a: 1 }, 'told of %s', 'it')
  request.error('again')
  expect(child).toHaveBeenCalledTimes(1)
  expect(lines).toMatchObject([
    { level: 40, requestId: 'r-1', a: 1, msg: 'told of it' },
    { level: 50, requestId: 'r-1', msg: 'again' },
  ])
})

it('hands on what it adds, and the level of its route', () => {
  const { log, lines } = parentOf('warn')
  const request = new RequestLog(log, { requestId: 'r-2' }, { level: 'debug' })
  request.child({ model: 'm' }).info('of a model')
  request.debug('of the request')
  request.trace('not told')
  expect(lines).toMatchObject([
    { requestId: 'r-2', model: 'm', msg: 'of a model' },
    { requestId: 'r-2', msg: 'of the request' },
  ])
})
