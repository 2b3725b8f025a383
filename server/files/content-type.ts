/** As much of a file as tells its type, in bytes. */
export const sampleSize = 65_536

/**
 * What a file is, by its bytes. Only where they say nothing, the name and the sender are listened to, and only for types with
 * which a browser does nothing but show or play them.
 */
export async function contentTypeOf(sample: Buffer, name: string, declared = ''): Promise<string> {
  const { fileTypeFromBuffer } = await import('file-type')
  const found = await fileTypeFromBuffer(sample).catch(() => undefined)
  if (found) return found.mime
  if (isText(sample)) return textTypeOf(sample.toString('utf8'), name)
  return isInline(declared) ? declared : 'application/octet-stream'
}

/** Whether a browser may show it where it stands, instead of saving it. */
export function isInline(contentType: string): boolean {
  return (
    /^(image\/(png|apng|jpeg|gif|webp|avif|bmp)|(audio|video)\/[\w.+-]+)$/.test(contentType) ||
    contentType === 'text/plain'
  )
}

/** What a browser is told: of what it might run or lay out as a page, nothing. */
export function servedType(contentType: string): string {
  return /html|xml|script|svg|msdownload|executable|x-elf|mach/.test(contentType)
    ? 'application/octet-stream'
    : contentType
}

function textTypeOf(text: string, name: string): string {
  const start = text.slice(0, 4096)
  if (/<svg[\s>]/i.test(start)) return 'image/svg+xml'
  if (/<(!doctype|html|head|body|script|iframe|style|meta|a|img|div)[\s>]/i.test(start)) return 'text/html'
  if (/^\s*<\?xml/.test(start)) return 'application/xml'
  return /\.csv$/i.test(name) ? 'text/csv' : 'text/plain'
}

function isText(sample: Buffer): boolean {
  if (sample.includes(0)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true })
    return true
  } catch {
    return false
  }
}
