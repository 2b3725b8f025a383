const rows = [
  ['Phone number', 'First name', 'Last name', 'Email', 'Status', 'Tags'],
  ['+1 415 555 2671', 'Jane', 'Doe', 'jane@example.com', 'New Lead', 'newsletter; vip'],
  ['+1 415 555 2672', 'John', 'Smith', 'john@example.com', '', 'newsletter'],
]

/** Small enough to stand in a link. */
export const exampleUrl = `data:text/csv;charset=utf-8,${encodeURIComponent(`\uFEFF${rows.map((cells) => cells.join(',')).join('\r\n')}\r\n`)}`
