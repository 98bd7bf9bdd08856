import type { CommerceCube } from '@zerosec/contract'
import type { TwinTable } from './twin-table.ts'

/** Reads a cube's columns by name. */
export function cubeReader({ columns }: CommerceCube) {
  const valuesOf = (name: string) => columns.find((column) => column.name === name)?.values ?? []
  return {
    text: (name: string, row: number): string => String(valuesOf(name)[row] ?? ''),
    number: (name: string, row: number): number => {
      const value = valuesOf(name)[row]
      return typeof value === 'number' ? value : Number(value ?? 0)
    },
  }
}

/** All that a cube says. */
export function cubeTable({ columns, rows }: CommerceCube): TwinTable {
  return {
    columns: columns.map(({ label, unit }) => ({ label, ...(unit ? { unit } : {}) })),
    rows: Array.from({ length: rows }, (_, row) => columns.map(({ values }) => values[row] ?? null)),
  }
}
