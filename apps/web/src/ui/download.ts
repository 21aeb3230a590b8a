/** So that spreadsheets read the letters of every language. */
const byteOrderMark = '\ufeff'

/** Hands a CSV file, in as many pieces as it came in, to the browser's downloads. */
export const download = (filename: string, ...csv: string[]): void => {
  const address = URL.createObjectURL(new Blob([byteOrderMark, ...csv], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = address
  link.download = filename
  link.click()
  URL.revokeObjectURL(address)
}
