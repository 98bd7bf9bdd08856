'use client'

import { useContext } from 'react'
import { Icon } from '../../controls/icon.tsx'
import { saveBlob, saveText } from '../../report/save-text.ts'
import { csvOf } from '../twin-table.ts'
import { DownloadMenu } from './download-menu.tsx'
import { ExportContext } from './exports.ts'
import { pictureOf } from './picture.ts'
import { workbookOf, XLSX_TYPE } from './workbook.ts'

/** All of the page as one picture or workbook; its key figures as CSV. */
export function PageExport() {
  const exports = useContext(ExportContext)
  if (!exports) return null
  const { facts } = exports
  const keyFigures = () => exports.sheets().find(({ title }) => title === 'Key figures')
  return (
    <DownloadMenu
      label="Download the page"
      className="rounded-md p-1.5 hover:bg-sunken hover:text-ink"
      downloads={[
        {
          label: 'Excel',
          about: 'a sheet for each panel',
          save: () => saveBlob('shop.xlsx', new Blob([workbookOf(exports.sheets())], { type: XLSX_TYPE })),
        },
        {
          label: 'PNG',
          about: 'the page',
          async save() {
            const page = document.querySelector<HTMLElement>('[data-snapshot]')
            if (page) saveBlob('shop.png', await pictureOf(page, facts, 'Shop'))
          },
        },
        {
          label: 'CSV',
          about: 'key figures',
          save() {
            const sheet = keyFigures()
            if (sheet) saveText('key-figures.csv', 'text/csv', csvOf(sheet.table))
          },
        },
      ]}
    >
      <Icon name="download" />
    </DownloadMenu>
  )
}
