/** WCAG 2.2, “contrast ratio” of two colours such as #0f766e. */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

/** What is wrong with a colour for a button on a page with words on it; undefined if nothing is. */
export function colourProblem(color: string): 'ink' | 'pale' | undefined {
  // WCAG asks 3 : 1 of a control beside what is around it, and 4.5 : 1 of text.
  if (contrast(color, '#ffffff') < 3) return 'pale'
  return contrast(color, '#ffffff') < 4.5 ? 'ink' : undefined
}

/** What can be read on it, as the widget chooses it. */
export function inkOn(color: string): string {
  return contrast('#ffffff', color) >= 4.5 ? '#ffffff' : '#000000'
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(color.slice(start, start + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
