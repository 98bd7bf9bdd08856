import { describe, expect, it } from 'vitest'
import { countFooterRows } from './footer.ts'
import { findLayout } from './layout.ts'

function find(text: string, headerRow?: number) {
  const rows = text.split('\n').map((line, index) => ({ line: index + 1, fields: line.split(',') }))
  return findLayout(rows, '.', headerRow)
}

describe('findLayout', () => {
  it.each([
    ['names over numbers', 'a,b\n1,2\n3,4', { header: 0, data: 1, titles: [] }],
    ['names over texts', 'kind,maker\nx,y\nz,w', { header: 0, data: 1 }],
    [
      'titles and an empty line above',
      'Results,,\n,,2024/01/01\n,,\na,b,c\n1,2,3\n4,5,6',
      { header: 3, data: 4, titles: [0, 1] },
    ],
    ['group headings above', ',mix,,cure,\nid,a,b,c,d\ns1,1,2,3,4\ns2,1,2,3,5', { header: 1, data: 2, titles: [0] }],
    ['a row of units', 'a,b,kind\nmm,[kg/m3],-\n1,2,x\n3,4,y', { header: 0, units: 1, data: 2 }],
    ['a gap in the header', 'a,,c\n1,2,3\n4,5,6', { header: 0, data: 1, names: ['a', '', 'c'] }],
    [
      'wavelengths over small numbers',
      'id,400,410,420\ns1,0.1,0.2,0.3\ns2,0.2,0.1,0.3\ns3,0.3,0.2,0.1',
      { header: 0, data: 1 },
    ],
    ['missing cells under the names', 'a,b\n,2\nNA,4\n1,?', { header: 0, data: 1 }],
  ])('finds the header: %s', (_, text, expected) => {
    expect(find(text)).toMatchObject(expected)
  })

  it.each([
    ['numbers over numbers', '1,2\n3,4\n5,6\n2,3', 2],
    ['texts that the rows repeat', 'ok,east\nng,west\nok,east\nng,east', 2],
    ['numbers and texts like those below', 'ok,1\nng,2\nok,3\nok,2', 2],
    ['dates over dates', '2024-01-01,5\n2024-01-02,6\n2024-01-03,5', 2],
  ])('finds that there is none: %s', (_, text, width) => {
    expect(find(text)).toMatchObject({ header: -1, data: 0, width })
  })

  it('does not take a first row of texts for units', () => {
    expect(find('a,b\nx,y\nz,w')).not.toHaveProperty('units')
    expect(find('kind,n\nm,1\nm,2\ns,3')).not.toHaveProperty('units')
  })

  it('gives row names without a header, as R writes them, a column', () => {
    expect(find('x,y\nr1,1,2\nr2,3,4')).toMatchObject({ width: 3, names: ['', 'x', 'y'] })
  })

  it('keeps a field too many in one row out of the width', () => {
    expect(find('a,b\n1,2\n3,4,5\n6,7').width).toBe(2)
  })

  it('obeys the caller', () => {
    expect(find('x,y\na,b\n1,2', 2)).toMatchObject({ header: 1, data: 2, titles: [0] })
    expect(find('a,b\n1,2', 0)).toMatchObject({ header: -1, data: 0 })
    expect(() => find('a,b\n1,2', 7)).toThrow(expect.objectContaining({ code: 'option_invalid' }))
  })
})

describe('countFooterRows', () => {
  const count = (text: string, width: number) =>
    countFooterRows(
      text.split('\n').map((line, index) => ({ line: index + 1, fields: line.split(',') })),
      width,
    )

  it.each([
    ['a mean and a note', 's1,1,2\n平均,1,2\n※note,,', 3, 2],
    ['English summaries', 's1,1,2\nMean,1,2\nStd.Dev,1,2\nN.B.,1,2', 3, 0],
    ['a total', 's1,1,2\nTotal:,3,4', 3, 1],
    ['rows only', 's1,1,2\ns2,1,2', 3, 0],
    ['a sample without values', 's1,1,2\ns2,,', 3, 0],
    ['no ranges of factors that are the whole table', 'min,1,2\nmax,3,4', 3, 0],
    ['no ranges of factors below their step', '間隔,1,2\n最小,1,2\n最大,3,4', 3, 0],
  ])('counts %s', (_, text, width, expected) => {
    expect(count(text, width)).toBe(expected)
  })
})
