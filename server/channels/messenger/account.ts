import type { Connection } from '../connector.ts'
import { proofOf } from './signature.ts'

export const defaultBaseUrl = 'https://graph.facebook.com'
export const defaultVersion = 'v25.0'

export const requestLimits = { timeoutMilliseconds: 15_000, maxSize: 1024 * 1024 }

/** The address of something at Meta, with the proof that it is the app that asks; and what says as which page. */
export function graphRequest(
  connection: Connection,
  path: string,
  query: Record<string, string> = {},
): { url: string; headers: Record<string, string> } {
  const { settings } = connection
  const pageToken = secretOf(connection, 'pageToken')
  const proof = proofOf(pageToken, secretOf(connection, 'appSecret'))
  const parameters = new URLSearchParams({ ...query, appsecret_proof: proof })
  const version = String(settings['apiVersion'] ?? defaultVersion)
  return {
    url: `${baseUrlOf(connection)}/${version}/${path}?${parameters.toString()}`,
    headers: { authorization: `Bearer ${pageToken}` },
  }
}

export function baseUrlOf({ settings }: Connection): string {
  return String(settings['apiBaseUrl'] ?? defaultBaseUrl).replace(/\/+$/, '')
}

function secretOf({ credentials }: Connection, name: string): string {
  return String(credentials[name] ?? '')
}
