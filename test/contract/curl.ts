import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'

export interface Answer {
  status: number
  body: unknown
}

export const hasCurl = spawnSync('curl', ['--version']).status === 0

/** Types the line into a shell, as whoever copies it from the page does; without curl on the machine, does what it would. */
export async function curl(command: string): Promise<Answer> {
  return hasCurl ? runCurl(command) : standInForCurl(command)
}

async function runCurl(command: string): Promise<Answer> {
  const { stdout } = await promisify(execFile)('sh', ['-c', `${command} -sS -w '\\n%{http_code}'`])
  const end = stdout.lastIndexOf('\n')
  return { status: Number(stdout.slice(end + 1)), body: JSON.parse(stdout.slice(0, end)) }
}

export async function standInForCurl(command: string): Promise<Answer> {
  const { method, url, headers, body } = readCommand(command)
  const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) })
  return { status: response.status, body: await response.json() }
}

interface CurlRequest {
  method: string
  url: string
  headers: Record<string, string>
  body: string | undefined
}

/** The request that a curl line means, by the options which the pages use. */
export function readCommand(command: string): CurlRequest {
  const [, ...words] = wordsOf(command)
  const options: Record<string, string[]> = { '-X': [], '-H': [], '-d': [] }
  let url = ''
  let isGet = false
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!
    if (word === '-G') isGet = true
    else if (word.startsWith('-')) (options[word] ?? unknownOption(word)).push(words[++index] ?? '')
    else url = word
  }
  const data = options['-d']!.length > 0 ? options['-d']!.join('&') : undefined
  return {
    method: options['-X']![0] ?? (data === undefined || isGet ? 'GET' : 'POST'),
    url: isGet && data !== undefined ? `${url}?${data}` : url,
    headers: headersOf(options['-H']!, data !== undefined && !isGet),
    body: isGet ? undefined : data,
  }
}

function headersOf(lines: string[], hasBody: boolean): Record<string, string> {
  const headers = lines.map((line) => [line.split(':')[0]!.toLowerCase(), line.replace(/^[^:]*:\s*/, '')])
  return { ...(hasBody ? { 'content-type': 'application/x-www-form-urlencoded' } : {}), ...Object.fromEntries(headers) }
}

function wordsOf(command: string): string[] {
  const words = command.replace(/\\\n/g, ' ').matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)
  return [...words].map(([, double, single, bare]) => double ?? single ?? bare ?? '')
}

function unknownOption(word: string): never {
  throw new Error(`The stand-in for curl does not know ${word}.`)
}
