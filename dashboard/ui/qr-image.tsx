import { qrCode } from './qr-code.ts'

/** A QR code, dark on light in both themes, because scanners want it so; nothing where the text is too long for one. */
export function QrImage({ text, label }: { text: string; label: string }) {
  const rows = qrCode(text)
  if (!rows) return undefined
  const size = rows.length + 8
  const path = rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + 4} ${y + 4}h1v1h-1z` : ''))).join('')
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-44 shrink-0 rounded-md border"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
