import { CodedError } from '@zerosec/errors'
import { isMap, isScalar, parseDocument } from 'yaml'

/** A name of the IANA's list as it is written there. @throws CodedError time_zone_unknown */
export function timeZoneOf(text: string): string {
  const known = Intl.supportedValuesOf('timeZone').find((zone) => zone.toLowerCase() === text.toLowerCase())
  if (known !== undefined) return known
  try {
    // old names and UTC are not in the list of the engine, which takes them all the same; offsets are no places
    if (/^[A-Za-z]/.test(text)) return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone
  } catch {
    // said below
  }
  throw new CodedError('time_zone_unknown', { zone: text })
}

/** A mapping's text with another time zone of the shop; all else, comments too, stays as it is written. */
export function withTimeZone(mapping: string, zone: string): string {
  const { contents } = parseDocument(mapping, { schema: 'core', customTags: [], stringKeys: true })
  const pair = isMap(contents)
    ? contents.items.find(({ key }) => isScalar(key) && key.value === 'time_zone')
    : undefined
  const range = isScalar(pair?.value) ? pair.value.range : undefined
  return range ? mapping.slice(0, range[0]) + zone + mapping.slice(range[1]) : mapping
}
