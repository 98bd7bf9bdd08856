// The class alone: the package's main module also loads its streaming readers, three times the code.
declare module 'exceljs/lib/doc/workbook.js' {
  import type { Workbook } from 'exceljs'

  const WorkbookClass: typeof Workbook
  export default WorkbookClass
}
