const safeProtocols = new Set(['http:', 'https:', 'mailto:', 'tel:'])

/** The address if a press on it can do no harm (no `javascript:`, no `data:`), else undefined. */
export function safeUrl(address: string): string | undefined {
  try {
    const url = new URL(address)
    return safeProtocols.has(url.protocol) ? url.href : undefined
  } catch {
    return undefined
  }
}
