/**
 * The statements of a migration file, one by one: Citus takes a single statement per query. A semicolon at the end of a
 * line ends a statement, unless it stands between `$$` marks; migrations are written so.
 */
export function splitStatements(file: string): string[] {
  const statements: string[] = []
  let lines: string[] = []
  let isQuoted = false
  for (const line of file.split('\n')) {
    lines.push(line)
    if (line.split('$$').length % 2 === 0) isQuoted = !isQuoted
    if (!isQuoted && /;\s*$/.test(line)) {
      statements.push(lines.join('\n').trim())
      lines = []
    }
  }
  const rest = lines.filter((line) => line.trim() && !line.trim().startsWith('--'))
  if (rest.length > 0) throw new Error(`A statement has no semicolon at its end: ${rest[0]}`)
  return statements
}
