import { describe, expect, it } from 'vitest'
import { findDialect } from './dialect.ts'

function find(text: string, expected?: ',' | '\t') {
  return findDialect(new TextEncoder().encode(text), { start: 0, line: 1 }, {}, expected)
}

describe('findDialect', () => {
  it.each([
    ['commas', 'a,b\n1.5,2\n3,4\n', ',', '.'],
    ['semicolons with decimal commas', 'a;b\n1,5;2,5\n3,5;4,5\n', ';', ','],
    ['semicolons with decimal points', 'a;b\n1.5;2\n3;4\n', ';', '.'],
    ['tabs with decimal commas', 'a\tb\n1,5\t2\n', '\t', ','],
    ['bars', 'a|b|c\n1|2|3\n', '|', '.'],
    ['commas around texts with semicolons', 'a,b\n"x;y",1\n"z;w;v",2\nq,3\n', ',', '.'],
    ['tabs around texts with commas', 'name\tx\nDoe, John\t1\nRoe, Jane, Dr\t2\nPoe\t3\n', '\t', '.'],
    ['quoted decimal commas between commas', 'a,b\n"1,5","2,5"\n"3,5","4,5"\n', ',', ','],
    ['grouped thousands between semicolons, with decimals', 'a;b\n1.040,5;2\n1.055,0;3\n', ';', ','],
    ['grouped thousands in quotes', 'a,b\n"1,040.0",2\n"1,055.0",3\n', ',', '.'],
    ['one column', 'a\n1\n2\n', ',', '.'],
    ['only "1,234" between semicolons', 'a;b\n1,234;2\n', ';', ','],
    ['only "1,234" in quotes between commas', 'a,b\n"1,234",2\n', ',', '.'],
  ])('finds %s', (_, text, delimiter, decimalMark) => {
    expect(find(text)).toEqual({ delimiter, decimalMark })
  })

  it('names the rival where two delimiters split equally well', () => {
    expect(find('a|b,c\nx|y,z\n').rival).toBeDefined()
  })

  it('lets the extension decide between equals', () => {
    expect(find('a\tb,c\td\nx\ty,z\tw\n', '\t').delimiter).toBe('\t')
  })
})
