import type { CommerceCheckedMapping, CommerceProposedMapping } from '@zerosec/contract'
import { checkHeaders } from '../load/check-headers.ts'
import { checkMappingText } from '../mapping/parse-mapping.ts'
import { PRESETS, presetText } from '../mapping/presets.ts'
import { proposeMapping } from '../mapping/propose-mapping.ts'
import { headersOf } from './file-heads.ts'
import { checkNames, type LoadInput } from './loads.ts'

/**
 * A mapping for files that nobody has described yet: that of the last load where it knows half of them at least, else a preset that does,
 * with orders, else one that is made up.
 * @param current  of the snapshot that serves
 * @throws CodedError file_name_invalid, source_names_equal, source_file_undecodable
 */
export async function proposeFor(inputs: readonly LoadInput[], current?: string): Promise<CommerceProposedMapping> {
  checkNames(inputs)
  const headers = await headersOf(inputs)
  const names = inputs.map(({ name }) => name)
  if (current !== undefined && knownFiles(current, names, headers, false) * 2 >= names.length) {
    return { preset: null, mapping: current, is_current: true }
  }
  const fitting: { preset: string; mapping: string; known: number }[] = []
  for (const preset of PRESETS) {
    const text = await presetText(preset)
    const known = knownFiles(text, names, headers)
    if (known * 2 >= names.length) fitting.push({ preset, mapping: text, known })
  }
  const [best] = fitting.sort((a, b) => b.known - a.known)
  return best
    ? { preset: best.preset, mapping: best.mapping, is_current: false }
    : { preset: null, mapping: proposeMapping(headers), is_current: false }
}

async function textOf(inputs: readonly LoadInput[], { preset, mapping }: Given, current?: string): Promise<string> {
  if (preset !== undefined) return presetText(preset)
  return mapping ?? (await proposeFor(inputs, current)).mapping
}

/** How many of the files a mapping would load; none where one of them can't be, or where none has the orders that are needed. */
function knownFiles(
  text: string,
  names: readonly string[],
  headers: Parameters<typeof checkHeaders>[2],
  needsOrders = true,
): number {
  const checked = checkMappingText(text)
  if (!('mapping' in checked)) return 0
  const files = checkHeaders(checked.mapping, names, headers).filter(({ source }) => source !== null)
  const isWhole = !needsOrders || hasOrders(checked.mapping, files)
  return isWhole && files.every(({ problem }) => problem === null) ? files.length : 0
}

interface Given {
  readonly preset?: string | undefined
  readonly mapping?: string | undefined
}

/** What a mapping would make of files, by their headers alone: nothing is loaded. Beside files that were loaded before they need no orders. @throws CodedError preset_unknown, source_file_ambiguous, file_name_invalid, source_names_equal */
export async function checkFor(
  inputs: readonly LoadInput[],
  given: Given,
  current?: string,
): Promise<CommerceCheckedMapping> {
  checkNames(inputs)
  const text = await textOf(inputs, given, current)
  const checked = checkMappingText(text)
  if ('problems' in checked) return { mapping: text, usable: false, problems: [...checked.problems], files: [] }
  const headers = await headersOf(inputs)
  const files = checkHeaders(
    checked.mapping,
    inputs.map(({ name }) => name),
    headers,
  )
  const lacking = current !== undefined || hasOrders(checked.mapping, files) ? [] : [ordersLacking(checked.mapping)]
  const usable = lacking.length === 0 && files.every(({ problem }) => problem === null)
  return {
    mapping: text,
    usable,
    problems: lacking,
    files: files.map((file) => ({ ...file, columns: [...file.columns] })),
  }
}

type Checked = ReturnType<typeof checkHeaders>
type Mapping = Parameters<typeof checkHeaders>[0]

function hasOrders(mapping: Mapping, files: Checked): boolean {
  return files.some(({ source }) => source !== null && makesOrders(mapping, source))
}

function makesOrders({ sources }: Mapping, source: string): boolean {
  return sources[source]?.tables.some(({ table }) => table === 'orders') === true
}

function ordersLacking(mapping: Mapping) {
  const makers = Object.keys(mapping.sources).filter((source) => makesOrders(mapping, source))
  const patterns = makers.flatMap((source) => mapping.sources[source]?.files ?? []).join(', ')
  return {
    line: 1,
    column: 1,
    place: `sources.${makers[0] ?? ''}`,
    problem: `none of these files has orders: the mapping looks for ${patterns}`,
  }
}
