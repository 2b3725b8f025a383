import type { Channel } from './queries.ts'

/** Where the provider is to call. A gateway shows who it is by what stands before the host; Kannel decodes nothing of it. */
export function callbackUrl(
  { _id: id, provider, callbackUrls }: Channel,
  secret: string | undefined,
): string | undefined {
  const [url] = callbackUrls
  if (provider !== 'kannel') return url
  return url?.replace('://', `://${id}:${secret ?? 'PASSWORD'}@`)
}
