import { Graphviz } from '@hpcc-js/wasm-graphviz'
import { FRAME_PADDING, measure, measureFrameTitle, measureGrid, measureLabel, type Size } from './measure.ts'
import { type Flow, type Group, isGroup, type Part, type Picture, partsOf } from './model.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Box extends Point, Size {}

/** Where everything is, in pixels from the upper left corner. */
export interface Layout extends Size {
  readonly boxes: ReadonlyMap<string, Box>
  /** By the number of the flow: cubic Béziers through `curve` (1 + 3n points), the arrow's tip, the middle of the label. */
  readonly routes: ReadonlyMap<number, Route>
}

export interface Route {
  readonly curve: readonly Point[]
  readonly tip: Point
  readonly label?: Point
}

/** The picture laid out by Graphviz's `dot`, with the sizes of our own text: Graphviz draws nothing. */
export async function layOut(picture: Picture): Promise<Layout> {
  const graphviz = await Graphviz.load()
  const drawn = JSON.parse(graphviz.layout(dotOf(picture), 'json', 'dot')) as Drawn
  const [, , width = 0, height = 0] = numbers(drawn.bb)
  const up = (x: number, y: number): Point => ({ x, y: height - y })
  const boxes = new Map<string, Box>()
  for (const { name, bb, pos, width = '0', height: tall = '0' } of drawn.objects) {
    if (bb !== undefined) {
      const [left = 0, bottom = 0, right = 0, top = 0] = numbers(bb)
      boxes.set(name.replace(/^cluster_/, ''), { ...up(left, top), width: right - left, height: top - bottom })
    } else if (pos !== undefined) {
      const [x = 0, y = 0] = numbers(pos)
      const size = { width: Number(width) * POINTS, height: Number(tall) * POINTS }
      const middle = up(x, y)
      boxes.set(name, { x: middle.x - size.width / 2, y: middle.y - size.height / 2, ...size })
    }
  }
  for (const part of partsOf(picture.holds)) if (isGrid(part)) placeCells(part, boxes)
  const routes = new Map<number, Route>()
  for (const { flow, pos, lp } of drawn.edges ?? []) {
    if (flow !== undefined && pos !== undefined) routes.set(Number(flow), routeOf(pos, lp, up))
  }
  return { width, height, boxes, routes }
}

const POINTS = 72

interface Drawn {
  readonly bb: string
  readonly objects: readonly { name: string; bb?: string; pos?: string; width?: string; height?: string }[]
  readonly edges?: readonly { flow?: string; pos?: string; lp?: string }[]
}

type Grid = Group & { readonly columns: number }

function isGrid(part: Part | Group): part is Grid {
  return isGroup(part) && part.columns !== undefined
}

/** From the outside inwards: the frame's own place is known. */
function placeCells(grid: Grid, boxes: Map<string, Box>): void {
  const { x, y } = boxes.get(grid.id)!
  for (const { part, ...cell } of measureGrid(grid, grid.columns).cells)
    boxes.set(part.id, { ...cell, x: x + cell.x, y: y + cell.y })
}

function numbers(text: string): number[] {
  return text.split(',').map(Number)
}

/** `e,x,y` is the arrow's tip, then come the points of the curve. */
function routeOf(pos: string, lp: string | undefined, up: (x: number, y: number) => Point): Route {
  const pairs = pos.split(' ').map((pair) => pair.split(','))
  const at = (pair: readonly string[]): Point => up(Number(pair.at(-2)), Number(pair.at(-1)))
  const curve = pairs.filter(([first]) => first !== 'e').map(at)
  const tip = pairs.find(([first]) => first === 'e')
  const [x = 0, y = 0] = numbers(lp ?? '')
  return { curve, tip: tip ? at(tip) : curve.at(-1)!, ...(lp !== undefined && { label: up(x, y) }) }
}

function dotOf(picture: Picture): string {
  const rankdir = picture.direction === 'down' ? 'TB' : 'LR'
  return [
    'digraph {',
    `graph [rankdir=${rankdir} compound=true nodesep=0.25 ranksep=0.42 splines=true pad=0 newrank=true]`,
    'node [shape=box fixedsize=true label=""]',
    'edge [arrowsize=0.6]',
    ...picture.holds.flatMap(partLines),
    ...picture.flows.map((flow, i) => flowLine(flow, i, picture)),
    ...(picture.rows ?? []).map((row) => `{ rank=same; ${row.map(quoted).join('; ')} }`),
    ...(picture.orders ?? []).map((order) => orderLine(order, picture)),
    '}',
  ].join('\n')
}

function partLines(part: Part | Group): string[] {
  if (!isGroup(part) || isGrid(part)) {
    const { width, height } = measure(part)
    return [`${quoted(part.id)} [width=${width / POINTS} height=${height / POINTS}]`]
  }
  return [
    `subgraph ${quoted(`cluster_${part.id}`)} {`,
    `label=${emptySpace(measureFrameTitle(part))} labeljust=l margin=${FRAME_PADDING}`,
    ...part.holds.flatMap(partLines),
    '}',
  ]
}

/** A flow from or to a frame is one from or to its first box, cut at the frame; one to a box among columns ends at their frame. */
function flowLine({ from, to, label, isLoose }: Flow, number: number, picture: Picture): string {
  const tail = endOf(from, picture)
  const head = endOf(to, picture)
  const attributes = [
    `flow=${number}`,
    ...(tail.frame === undefined ? [] : [`ltail=${quoted(`cluster_${tail.frame}`)}`]),
    ...(head.frame === undefined ? [] : [`lhead=${quoted(`cluster_${head.frame}`)}`]),
    ...(label === undefined ? [] : [`label=${emptySpace(measureLabel(label))}`]),
    ...(isLoose ? ['constraint=false'] : []),
  ]
  return `${quoted(tail.id)} -> ${quoted(head.id)} [${attributes.join(' ')}]`
}

function orderLine([before, after]: readonly [string, string], picture: Picture): string {
  return `${quoted(endOf(before, picture).id)} -> ${quoted(endOf(after, picture).id)} [style=invis weight=10]`
}

function endOf(id: string, { name, holds }: Picture): { readonly id: string; readonly frame?: string } {
  const way = wayTo(id, holds)
  const last = way?.at(-1)
  if (way === undefined || last === undefined) throw new RangeError(`picture ${name} has no part ${id}`)
  const grid = way.find(isGrid)
  if (grid !== undefined) return { id: grid.id }
  let part = last
  while (isGroup(part) && !isGrid(part)) part = part.holds[0]!
  return part === last ? { id } : { id: part.id, frame: id }
}

/** The frames around a part, from the outside inwards, and itself. */
function wayTo(id: string, holds: Picture['holds']): (Part | Group)[] | undefined {
  for (const part of holds) {
    if (part.id === id) return [part]
    const way = isGroup(part) ? wayTo(id, part.holds) : undefined
    if (way) return [part, ...way]
  }
  return undefined
}

function emptySpace({ width, height }: Size): string {
  return (
    `<<TABLE FIXEDSIZE="TRUE" WIDTH="${width}" HEIGHT="${height}" BORDER="0" CELLPADDING="0" CELLSPACING="0">` +
    '<TR><TD></TD></TR></TABLE>>'
  )
}

function quoted(id: string): string {
  return JSON.stringify(id)
}
