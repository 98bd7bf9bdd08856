import { CodedError } from '@zerosec/errors'
import { isMap, isNode, isScalar, parseDocument, type YAMLMap } from 'yaml'

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
  const value = pairOf(contentsOf(mapping), 'time_zone')?.value
  return isScalar(value) && value.range ? replaced(mapping, value.range, zone) : mapping
}

/**
 * A mapping's text in which times that were the shop's own (`times_in: store`, or nothing) are said to be of the zone that it has: they are
 * the same instants then, whatever zone it is given next.
 * @param sources  those that carry a time of day; days alone are days in any zone
 */
export function withTimesPinned(mapping: string, sources: readonly string[]): string {
  const contents = contentsOf(mapping)
  const zone = pairOf(contents, 'time_zone')?.value
  const declared = pairOf(contents, 'sources')?.value
  if (!isScalar(zone) || !isMap(declared)) return mapping
  const edits = sources.flatMap((name) => {
    const source = pairOf(declared, name)?.value
    return isMap(source) ? [pin(mapping, source, String(zone.value))] : []
  })
  return edits
    .filter((edit) => edit !== undefined)
    .sort((a, b) => b.range[0] - a.range[0])
    .reduce((text, { range, words }) => replaced(text, range, words), mapping)
}

type Range = readonly [number, number, ...number[]]

/** What is to be written where; undefined where the source says a zone already. */
function pin(mapping: string, source: YAMLMap, zone: string): { range: Range; words: string } | undefined {
  const known = pairOf(source, 'times_in')?.value
  if (isScalar(known) && known.range) return known.value === 'store' ? { range: known.range, words: zone } : undefined
  const [first] = source.items
  const start = isNode(first?.key) ? first.key.range?.[0] : undefined
  if (start === undefined) return undefined
  const indent = ' '.repeat(start - (mapping.lastIndexOf('\n', start - 1) + 1))
  const words = source.flow === true ? `times_in: ${zone}, ` : `times_in: ${zone}\n${indent}`
  return { range: [start, start], words }
}

function contentsOf(mapping: string): unknown {
  return parseDocument(mapping, { schema: 'core', customTags: [], stringKeys: true }).contents
}

function pairOf(map: unknown, name: string) {
  return isMap(map) ? map.items.find(({ key }) => isScalar(key) && key.value === name) : undefined
}

function replaced(text: string, [from, to]: Range, words: string): string {
  return text.slice(0, from) + words + text.slice(to)
}
