import { ModelInfo, SentimentRequest, SentimentResponse } from '@zerosec/contract'
import type { CodedError } from '@zerosec/errors'
import type { Api } from '../api.ts'
import { textOf } from '../errors.ts'
import { failures } from '../failures.ts'
import { parseBody } from '../parse-body.ts'
import type { Models } from './open-models.ts'
import { tellVersion } from './predict-routes.ts'

const tags = ['sentiment']

/**
 * The shipped model of sentiment, at the root: existing clients call it there, without a key. It is the same for everyone and keeps nothing; calls are limited by
 * address.
 */
export function sentimentRoutes(app: Api, models: Models): void {
  app.get(
    '/model/info',
    {
      config: { scope: 'public' },
      schema: {
        tags,
        summary: 'The model that POST /predict asks',
        response: { 200: ModelInfo, ...failures('nothing', 'text_model_missing') },
      },
    },
    async () => (await models.serving()).sentiment.info(),
  )

  void app.register(async (scope: Api) => {
    // what `curl -d` sends when it is told nothing of the type: JSON, or the fields of a form
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (_request, body, done) => {
      try {
        const text = textOf(body as Buffer)
        done(null, text.trimStart().startsWith('{') ? parseBody(text) : Object.fromEntries(new URLSearchParams(text)))
      } catch (error) {
        done(error as CodedError)
      }
    })
    scope.setSerializerCompiler(() => JSON.stringify) // of a view that names every field: going through it again costs time
    predictRoute(scope, models)
  })
}

function predictRoute(app: Api, models: Models): void {
  app.post(
    '/predict',
    {
      config: { scope: 'public', audited: false },
      schema: {
        tags,
        summary: 'Is a text positive, negative or neutral?',
        body: SentimentRequest,
        response: { 200: SentimentResponse, ...failures('body', 'text_model_missing') },
      },
    },
    async (request, reply) => {
      const { sentiment } = await models.serving()
      const { text, texts } = request.body
      const { version, answers } = await sentiment.of(texts ?? [text ?? ''])
      tellVersion(request, reply, 'sentiment', version)
      if (texts) return { predictions: [...answers], model_version: version }
      return { ...answers[0]!, model_version: version }
    },
  )
}
