import { expect, test } from 'vitest'
import { pastedFile } from './pasted-file.ts'

const clipboard = (text: string, files: readonly File[] = []) =>
  ({ files, getData: () => text }) as unknown as DataTransfer

test('cells copied from a spreadsheet become a tab-separated file', async () => {
  const file = pastedFile(clipboard('a\tb\r\n1\t2\r\n'))
  expect(file?.name).toBe('pasted-cells.tsv')
  expect(await file?.text()).toBe('a\tb\r\n1\t2\r\n')
})

test('a copied file is taken as it is, other text is left alone', () => {
  const file = new File(['a,b'], 'wear.csv')
  expect(pastedFile(clipboard('wear.csv', [file]))).toBe(file)
  expect(pastedFile(clipboard('a sentence'))).toBeNull()
  expect(pastedFile(clipboard('one row\tof cells\n'))).toBeNull()
})
