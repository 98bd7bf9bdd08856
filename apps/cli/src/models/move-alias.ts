import type { ModelDetail } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import type { Call } from '../command.ts'
import { asPlatformFailure, platformOf } from '../platform-client.ts'

export async function promoteModel(call: Call): Promise<void> {
  const [name = '', text = ''] = call.positionals
  if (!/^[1-9]\d{0,6}$/.test(text)) {
    const problem = `"${text}" is no version; zerosec models show ${name} lists them`
    throw new CodedError('arguments_wrong', {
      command: 'models promote',
      problem,
      usage: 'zerosec models promote <model> <version>',
    })
  }
  const allowed = call.flag('allow-other-signature')
  await tell(call, (client) =>
    client.models.promote(name, { version: Number(text), allow_other_signature: allowed, ...terms(call) }),
  )
}

export async function rollbackModel(call: Call): Promise<void> {
  const [name = ''] = call.positionals
  await tell(call, (client) => client.models.rollback(name, terms(call)))
}

function terms(call: Call): { alias?: string; reason?: string } {
  const [alias, reason] = [call.text('alias'), call.text('reason')]
  return { ...(alias === undefined ? {} : { alias }), ...(reason === undefined ? {} : { reason }) }
}

async function tell(
  call: Call,
  move: (client: ReturnType<typeof platformOf>['client']) => Promise<ModelDetail>,
): Promise<void> {
  try {
    const model = await move(platformOf(call).client)
    const alias = call.text('alias') ?? 'production'
    const text = `${model.model_name}: ${alias} is version ${model.aliases[alias]} now.`
    process.stdout.write(`${call.flag('json') ? JSON.stringify(model, null, 2) : text}\n`)
  } catch (error) {
    throw asPlatformFailure(error)
  }
}
