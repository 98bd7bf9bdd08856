import type { WhichVersion } from '@zerosec/client'
import type { ModelVersion } from '@zerosec/contract'
import { api } from '../api/client.ts'
import type { ModelFacts } from '../model/model-messages.ts'
import type { ModelPort } from '../model/model-port.ts'
import { predictionOf } from './answer-prediction.ts'
import { rowOf } from './signature-form.ts'

/** What the service tells of a version's model. */
export function factsOfVersion({ signature: { output }, training }: ModelVersion): ModelFacts {
  const { name, unit, classes } = output
  const target = { name, ...(unit === undefined ? {} : { unit }), ...(classes ? { classes } : {}) }
  return { target, inputs: [], centre: [], trainingRows: training.rows, algorithm: training.algorithm }
}

/** A version that is asked over the service, as a model that runs beside the page is asked. */
export function servicePort(
  name: string,
  version: ModelVersion,
  which: WhichVersion,
): Pick<ModelPort, 'facts' | 'predict'> {
  const { signature } = version
  return {
    facts: factsOfVersion(version),
    async predict(records) {
      const rows = records.map((record) => rowOf(signature, record))
      const { predictions } = await api.models.predict(name, { rows, intervals: true, domain: true }, which, {
        once: true,
      })
      return predictions.map((answer, i) => {
        if (answer.error) throw new Error(`Row ${i + 1}: ${answer.error.message}`)
        return predictionOf(answer, signature, rows[i]!)
      })
    },
  }
}
