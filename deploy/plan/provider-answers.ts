import { awsAnswer, awsLookUp } from './aws-answers.ts'

export interface ProviderAnswer {
  readonly id: string
  readonly state: Record<string, unknown>
}

/** What the provider of a type fills in, so that what refers to it has values of the right form: ARNs, host names, URLs. */
export function answerOf(type: string, name: string, inputs: Readonly<Record<string, unknown>>): ProviderAnswer {
  const filled = type.startsWith('aws:') ? awsAnswer(type, name, inputs) : {}
  const state = { name, ...inputs, ...filled }
  return { id: typeof filled['id'] === 'string' ? filled['id'] : `${name}-id`, state }
}

/** What a function of a provider answers, `aws:ssm/getParameter:getParameter` say. */
export function lookUp(token: string, inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...inputs, ...(token.startsWith('aws:') ? awsLookUp(token) : {}) }
}
