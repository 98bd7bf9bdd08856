/** A file from the clipboard: a copied file, or cells copied from a spreadsheet, which arrive as tab-separated text. */
export function pastedFile(clipboard: DataTransfer): File | null {
  const [file] = clipboard.files
  if (file) return file
  const text = clipboard.getData('text/plain')
  const isTable = text.includes('\t') && text.trim().includes('\n')
  return isTable ? new File([text], 'pasted-cells.tsv', { type: 'text/tab-separated-values' }) : null
}
