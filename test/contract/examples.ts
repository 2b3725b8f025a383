import { readFileSync } from 'node:fs'
import path from 'node:path'

/** One example of the public pages: what to type, and what is documented to come back. */
export interface Example {
  command: string
  answer: unknown
}

export function readPage(name: string): string {
  return readFileSync(path.join(import.meta.dirname, `${name}.txt`), 'utf8')
}

export function examplesOf(page: string): Example[] {
  const lines = page.split('\n')
  return lines.flatMap((line, start) => {
    if (!line.startsWith('curl ')) return []
    const end = lines.indexOf('Response', start)
    return { command: lines.slice(start, end).join('\n'), answer: readAnswer(lines.slice(end + 1)) }
  })
}

/** The JSON that the text begins with, however much comes after it. */
function readAnswer(lines: string[]): unknown {
  let text = ''
  for (const line of lines) {
    if (!line.startsWith('//')) text += `${line}\n`
    try {
      return JSON.parse(text)
    } catch {
      // Not all of it yet.
    }
  }
  throw new Error(`No documented answer begins with ${lines[0]}`)
}
