/** How high a row is in pixels, as the chosen density has it. */
export function rowHeight(): number {
  const style = getComputedStyle(document.documentElement)
  const rem = Number.parseFloat(style.fontSize) || 16
  return (Number.parseFloat(style.getPropertyValue('--row-height')) || 4.75) * rem
}
