const fallback = '#0f766e'

/** The colour of a webchat as `#rrggbb`; what is none becomes ours. */
export function knownColor(color: string | null | undefined): string {
  const [, short] = /^#([\da-f]{3})$/i.exec(color ?? '') ?? []
  if (short) return `#${[...short].map((digit) => digit + digit).join('')}`.toLowerCase()
  return color && /^#[\da-f]{6}$/i.test(color) ? color.toLowerCase() : fallback
}

/** White where it can be read (WCAG's 4.5 : 1); black can be read on everything else. */
export function inkOn(color: string): string {
  return contrast('#ffffff', color) >= 4.5 ? '#ffffff' : '#000000'
}

/** The colour itself, or the nearest mixture with black or white that can be read on the background. */
export function readableOn(color: string, background: string): string {
  const towards = luminance(background) > 0.18 ? 0 : 255
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = toHex(channels(color).map((value) => Math.round(value + (towards - value) * share)))
    if (contrast(mixed, background) >= 4.5) return mixed
  }
  return towards ? '#ffffff' : '#000000'
}

/** WCAG 2.2, “contrast ratio”. */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color).map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function channels(color: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16))
}

function toHex(values: number[]): string {
  return `#${values.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}
