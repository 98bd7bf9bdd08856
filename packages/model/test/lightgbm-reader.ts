/** A model file of LightGBM as its own loader reads it: what that refuses is refused here. */
export interface LightGbmModel {
  readonly names: readonly string[]
  readonly infos: readonly string[]
  readonly objective: string | null
  readonly outputs: number
  readonly trees: readonly LightGbmTree[]
}

type LightGbmTree = ReturnType<typeof readTree>

export function readLightGbm(file: string): LightGbmModel {
  const head = file.slice(0, file.indexOf('\nTree=') + 1)
  const keys = pairs(head)
  if (!head.startsWith('tree\nversion=v4\n')) throw new Error('no model of trees of version 4')
  const features = count(keys, 'max_feature_idx') + 1
  const outputs = count(keys, 'num_class')
  if (count(keys, 'num_tree_per_iteration') !== outputs || count(keys, 'label_index') !== 0) throw new Error('head')
  const names = list(keys, 'feature_names', features)
  const infos = list(keys, 'feature_infos', features)
  const bytes = new TextEncoder().encode(file)
  const trees: LightGbmTree[] = []
  let at = new TextEncoder().encode(head).length
  for (const size of keys.get('tree_sizes')!.split(' ').map(Number)) {
    const text = new TextDecoder().decode(bytes.subarray(at, at + size))
    const number = `Tree=${trees.length}\n`
    if (!text.startsWith(number) || !text.endsWith('\n\n'))
      throw new Error(`tree_sizes do not fit tree ${trees.length}`)
    trees.push(readTree(text.slice(number.length)))
    at += size
  }
  if (!new TextDecoder().decode(bytes.subarray(at)).startsWith('end of trees\n')) throw new Error('no end of trees')
  if (trees.length % outputs !== 0) throw new Error('an iteration lacks trees')
  return { names, infos, objective: keys.get('objective') ?? null, outputs, trees }
}

/** One prediction for each output. */
export function predictLightGbm({ trees, outputs, objective }: LightGbmModel, row: readonly number[]): number[] {
  const scores = Array.from({ length: outputs }, () => 0)
  trees.forEach((tree, i) => {
    scores[i % outputs]! += leafValue(tree, row)
  })
  const [name, parameter] = (objective ?? 'none').split(' ')
  if (name === 'binary') return scores.map((score) => 1 / (1 + Math.exp(-Number(parameter!.split(':')[1]) * score)))
  if (name === 'poisson') return scores.map(Math.exp)
  if (name !== 'multiclass') return scores
  const largest = Math.max(...scores)
  const shares = scores.map((score) => Math.exp(score - largest))
  const sum = shares.reduce((a, b) => a + b)
  return shares.map((share) => share / sum)
}

function leafValue(tree: LightGbmTree, row: readonly number[]): number {
  if (tree.leaves === 1) return tree.leafValue[0]!
  let node = 0
  while (node >= 0) node = goesLeft(tree, node, row[tree.splitFeature[node]!]!) ? tree.left[node]! : tree.right[node]!
  return tree.leafValue[-1 - node]!
}

function goesLeft(tree: LightGbmTree, node: number, value: number): boolean {
  const type = tree.decisionType[node]!
  if ((type & 1) === 0) {
    const missing = (type >> 2) & 3
    if (missing !== 2) throw new Error('NaN would count as 0')
    return Number.isNaN(value) ? (type & 2) !== 0 : value <= tree.threshold[node]!
  }
  if (Number.isNaN(value) || Math.trunc(value) < 0) return false
  const set = tree.threshold[node]!
  const [start, end] = [tree.boundaries[set]!, tree.boundaries[set + 1]!]
  const word = Math.trunc(value) >> 5
  return start + word < end && ((tree.words[start + word]! >>> (value & 31)) & 1) === 1
}

function readTree(text: string) {
  const keys = pairs(text)
  if (keys.size > 22) throw new Error('more lines than the loader reads')
  const leaves = count(keys, 'num_leaves')
  const sets = count(keys, 'num_cat')
  const numbers = (key: string, length: number) => list(keys, key, length).map(Number)
  const inner = leaves > 1 ? leaves - 1 : 0
  const of = (key: string, length = inner) => (inner === 0 ? [] : numbers(key, length))
  const boundaries = sets === 0 ? [0] : numbers('cat_boundaries', sets + 1)
  for (const key of ['split_gain', 'internal_value', 'internal_weight', 'internal_count']) of(key)
  for (const key of ['leaf_weight', 'leaf_count']) of(key, leaves)
  return {
    leaves,
    leafValue: numbers('leaf_value', leaves),
    splitFeature: of('split_feature'),
    threshold: of('threshold'),
    decisionType: of('decision_type'),
    left: of('left_child'),
    right: of('right_child'),
    boundaries,
    words: sets === 0 ? [] : numbers('cat_threshold', boundaries.at(-1)!),
  }
}

function pairs(text: string): Map<string, string> {
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const parts = line.split('=')
        if (parts.length > 2) throw new Error(`wrong line: ${line}`)
        return [parts[0]!, parts[1] ?? '']
      }),
  )
}

function count(keys: ReadonlyMap<string, string>, key: string): number {
  const value = Number(keys.get(key))
  if (!Number.isInteger(value)) throw new Error(`no whole number ${key}`)
  return value
}

function list(keys: ReadonlyMap<string, string>, key: string, length: number): string[] {
  const values = (keys.get(key) ?? '').split(' ')
  if (values.length !== length || values.includes('')) throw new Error(`${key} has not ${length} values`)
  return values
}
