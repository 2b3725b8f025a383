import assert from 'node:assert/strict'

/** Somebody who is logged in, over the network. */
export interface Caller {
  token: string
  call: <T = Record<string, never>>(method: string, url: string, body?: object) => Promise<T>
}

export async function logIn(base: string, email: string, password: string): Promise<Caller> {
  const { token } = await request<{ token: string }>(base, '', 'POST', '/api/auth/login', { email, password })
  return callerWith(base, token)
}

export function callerWith(base: string, token: string): Caller {
  return { token, call: (method, url, body) => request(base, token, method, url, body) }
}

async function request<T>(base: string, token: string, method: string, url: string, body?: object): Promise<T> {
  const response = await fetch(base + url, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await response.text()
  assert.ok(response.ok, `${method} ${url}: ${response.status} ${text}`)
  return JSON.parse(text) as T
}
