import { awsAnswer, awsLookUp } from './aws-answers.ts'
import { gcpAnswer } from './gcp-answers.ts'

export interface ProviderAnswer {
  readonly id: string
  readonly state: Record<string, unknown>
}

/** What the provider of a type fills in, so that what refers to it has values of the right form: ARNs, host names, URLs. */
export function answerOf(type: string, name: string, inputs: Readonly<Record<string, unknown>>): ProviderAnswer {
  const filled = filledBy(type)?.(type, name, inputs) ?? {}
  const state = { name, ...inputs, ...filled }
  return { id: typeof filled['id'] === 'string' ? filled['id'] : `${name}-id`, state }
}

function filledBy(type: string): typeof awsAnswer | undefined {
  if (type.startsWith('gcp:')) return gcpAnswer
  return type.startsWith('aws:') || type.startsWith('random:') ? awsAnswer : undefined
}

/** What a function of a provider answers, `aws:ssm/getParameter:getParameter` say. */
export function lookUp(token: string, inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...inputs, ...(token.startsWith('aws:') ? awsLookUp(token) : {}) }
}
