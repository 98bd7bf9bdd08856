import { CodedError } from '@zerosec/errors'
import secureJson from 'secure-json-parse'

/** More than any request of ours needs, and far less than what recursion over it could not take. */
const DEEPEST = 100

/**
 * The JSON of a body; undefined where it is empty. Of a name that comes twice in an object the last one counts, as everywhere in JavaScript.
 *
 * @throws CodedError body_malformed for what is no JSON, is nested too deep, or names what would change objects themselves (`__proto__`,
 *   `constructor.prototype`)
 */
export function parseBody(text: string): unknown {
  if (text === '') return undefined
  if (isTooDeep(text)) throw new CodedError('body_malformed', { problem: `it is nested deeper than ${DEEPEST} levels` })
  try {
    return secureJson.parse(text, undefined, { protoAction: 'error', constructorAction: 'error' })
  } catch (error) {
    // Fastify's own parser tells that it is wrong, not where
    throw new CodedError('body_malformed', { problem: (error as SyntaxError).message }, { cause: error })
  }
}

/** Looks at the text, before anything recurses over what it means. */
function isTooDeep(text: string): boolean {
  let depth = 0
  let inText = false
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (inText) {
      if (unit === BACKSLASH) i++
      else if (unit === QUOTE) inText = false
    } else if (unit === QUOTE) inText = true
    else if (unit === BRACE || unit === BRACKET) {
      if (++depth > DEEPEST) return true
    } else if (unit === END_OF_BRACE || unit === END_OF_BRACKET) depth--
  }
  return false
}

const [QUOTE, BACKSLASH, BRACE, END_OF_BRACE, BRACKET, END_OF_BRACKET] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d]
