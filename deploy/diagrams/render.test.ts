import { describe, expect, it } from 'vitest'
import { type Box, layOut } from './layout.ts'
import { measureLabel } from './measure.ts'
import { isGroup, type Picture, partsOf } from './model.ts'
import { PICTURES } from './pictures.ts'
import { renderPicture } from './render.ts'

const TWO: Picture = {
  name: 'two',
  title: 'Two & more',
  description: 'One box asks another.',
  direction: 'down',
  holds: [
    { id: 'a', title: 'First', icon: 'postgresql' },
    { id: 'b', title: 'Second', note: 'in <brackets>', icon: 'aws-s3' },
  ],
  flows: [{ from: 'a', to: 'b', label: 'asks' }],
}

describe('renderPicture', () => {
  it('gives the same bytes each time, and needs nothing from the network', async () => {
    const [first, second] = [await renderPicture(TWO), await renderPicture(TWO)]
    expect(first).toEqual(second)
    const svg = new TextDecoder().decode(first.get('docs/pictures/two.svg'))
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<image|<script/)
    expect([...first.get('docs/pictures/two.png')!.subarray(1, 4)]).toEqual([...Buffer.from('PNG')])
  })

  it('tells those who can not see it what it shows, and keeps marks of XML as text', async () => {
    const svg = new TextDecoder().decode((await renderPicture(TWO)).get('docs/pictures/two.svg'))
    expect(svg).toContain('<title id="title">Two &amp; more</title>')
    expect(svg).toContain('<desc id="description">One box asks another.</desc>')
    expect(svg).toContain('in &lt;brackets&gt;')
  })

  it('refuses a flow to nowhere', async () => {
    const picture = { ...TWO, flows: [{ from: 'a', to: 'c' }] }
    await expect(renderPicture(picture)).rejects.toThrow('picture two has no part c')
  })
})

const WIDEST = 920

describe.each(PICTURES)('$name', (picture) => {
  it('has no box over another, no label over a box or another label, and fits a page', async () => {
    const { boxes, routes, width } = await layOut(picture)
    const cards = partsOf(picture.holds).filter((part) => !isGroup(part))
    const placed = [
      ...cards.map(({ id }) => ({ name: id, box: boxes.get(id)! })),
      ...picture.flows.flatMap(({ label }, i) => {
        const middle = routes.get(i)?.label
        if (label === undefined || middle === undefined) return []
        const size = measureLabel(label)
        return [{ name: label, box: { x: middle.x - size.width / 2, y: middle.y - size.height / 2, ...size } }]
      }),
    ]
    const over = placed.flatMap((a, i) =>
      placed.slice(i + 1).flatMap((b) => (meet(a.box, b.box) ? [`${a.name} × ${b.name}`] : [])),
    )
    expect(over).toEqual([])
    expect(width).toBeLessThan(WIDEST)
  })
})

function meet(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}
