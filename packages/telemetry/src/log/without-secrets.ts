const HIDDEN = '(hidden)'

/**
 * The parameters of URLs that let whoever reads them act for someone: of our signed URLs, of S3's, of sign-in. They end at whatever
 * ends a parameter in a URL or a string in JSON.
 */
const PARAMETERS =
  /([?&#](?:signature|token|access_token|id_token|refresh_token|code|key|api_key|password|secret|x-amz-(?:signature|security-token|credential))=)[^&#\s"'\\<>]+/gi
const NAMES = '(?:(?:proxy-)?authorization|(?:set-)?cookie|x-api-key|password|secret|token|access_token|signature)'
const TEXT = String.raw`"(?:[^"\\]|\\.)*"`
/** Headers and fields by their names, as JSON holds them. */
const FIELDS = new RegExp(String.raw`("${NAMES}":)(?:${TEXT}|\[(?:[^\]"]|${TEXT})*\])`, 'gi')
/** The same within a text that holds JSON, as a line of JSON quotes it. */
const QUOTED_FIELDS = new RegExp(
  String.raw`(\\"${NAMES}\\":\s*)(?:\\"(?:[^"\\]|\\\\(?:\\["\\]|[^"\\]))*\\"|\[[^\]]*\])`,
  'gi',
)
const CREDENTIALS = /\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi
/** zs_<id>_<secret>: the id may be told, it names the key in the list of keys. */
const API_KEYS = /\b(zs_[A-Za-z0-9]+_)[\w-]+/g
/** Three parts of base64url, the first two JSON: a token of an issuer, or a session token of AWS's that is one. */
const TOKENS = /(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{2,}\.[\w-]*/g
/** postgres://user:password@host */
const USER_INFO = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@"\\]*:)[^\s@/"\\]+@/gi

/**
 * A line of a log without what would let its reader act for someone else: the last look before it is written, whatever was logged,
 * an error's text or a library's included. A line of JSON stays one.
 */
export function withoutSecrets(line: string): string {
  return line
    .replace(PARAMETERS, `$1${HIDDEN}`)
    .replace(FIELDS, `$1"${HIDDEN}"`)
    .replace(QUOTED_FIELDS, `$1\\"${HIDDEN}\\"`)
    .replace(CREDENTIALS, `$1 ${HIDDEN}`)
    .replace(API_KEYS, `$1${HIDDEN}`)
    .replace(TOKENS, HIDDEN)
    .replace(USER_INFO, `$1${HIDDEN}@`)
}
