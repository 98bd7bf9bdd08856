import type { Platform } from '@zerosec/jobs'
import fastify from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { expect, it } from 'vitest'
import type { Api } from '../api.ts'
import { inferenceRoutes } from './inference-routes.ts'
import type { Models } from './open-models.ts'

/** What a platform says that is ready itself. */
async function readiness(expected: Record<string, string | null>, loaded: boolean) {
  const app: Api = fastify().withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  const sentiment = { info: async () => ({ loaded }) }
  const models = { readiness: async () => expected, serving: async () => ({ sentiment }) } as unknown as Models
  const platform = { readiness: async () => ({ ready: true, dependencies: [] }) } as unknown as Platform
  inferenceRoutes(app, models, platform, '0.0.0')
  const { statusCode, body } = await app.inject('/v2/health/ready')
  return [statusCode, body]
}

it('the server is ready with the model that ships', async () => {
  expect(await readiness({}, true)).toEqual([200, '{"ready":true}'])
})

it('the server is not ready without it, and names what is expected and failed', async () => {
  const expected = { 'model strength': 'its file is lost', 'model other': null }
  const [status, body] = await readiness(expected, false)
  expect(status).toBe(503)
  expect(body).toContain('its file is lost; the model of sentiment that ships can not be loaded')
})
