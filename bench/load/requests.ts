/** One request of a measurement, without the server it goes to. */
export interface Call {
  method: 'GET' | 'POST'
  path: string
  body?: string
  headers?: Record<string, string>
}

export function get(path: string): Call {
  return { method: 'GET', path }
}

export function post(path: string, body: object): Call {
  return { method: 'POST', path, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}

/** A server, and the token that it wants to see. */
export interface Target {
  url: string
  token?: string
}

export function headersOf(target: Target, call: Call): Record<string, string> {
  return { ...call.headers, ...(target.token ? { authorization: `Bearer ${target.token}` } : {}) }
}

export async function answerOf(target: Target, call: Call): Promise<unknown> {
  const { method, path, body } = call
  const response = await fetch(target.url + path, { method, headers: headersOf(target, call), body: body ?? null })
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`)
  return response.json()
}

export function random<T>(values: readonly T[]): T {
  return values[Math.floor(Math.random() * values.length)]!
}
