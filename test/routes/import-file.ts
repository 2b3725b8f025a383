/** A form as a browser sends it. */
export function importFile(content: string | Buffer, name = 'contacts.csv'): FormData {
  const form = new FormData()
  form.set('file', new Blob([content], { type: 'text/csv' }), name)
  return form
}
