// In this order: each of the later ones is also said by those before it.
const browsers: Array<[name: string, RegExp]> = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Chrome|CriOS)\//],
  ['Safari', /\bSafari\//],
]
const systems: Array<[name: string, RegExp]> = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['Mac', /\bMacintosh\b/],
  ['Linux', /\bLinux\b/],
]

/** In words, for people: "Firefox on Windows". What a browser says of itself is a claim, and helps nobody but to help. */
export function browserIn(userAgent: string | undefined): string | undefined {
  if (!userAgent) return undefined
  const [browser, system] = [browsers, systems].map((known) => known.find(([, sign]) => sign.test(userAgent))?.[0])
  if (browser && system) return `${browser} on ${system}`
  return browser ?? system
}
