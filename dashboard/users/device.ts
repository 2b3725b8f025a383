import { texts } from './texts.ts'

// Browsers name those they descend from, so the youngest names come first.
const browsers = [
  ['Edge', /\bEdg/u],
  ['Opera', /\bOPR\//u],
  ['Samsung Internet', /\bSamsungBrowser\//u],
  ['Firefox', /\b(?:Firefox|FxiOS)\//u],
  ['Chrome', /\b(?:Chrome|CriOS|HeadlessChrome)\//u],
  ['Safari', /\bSafari\//u],
] as const

const systems = [
  ['iPhone', /\biPhone\b/u],
  ['iPad', /\biPad\b/u],
  ['Android', /\bAndroid\b/u],
  ['Windows', /\bWindows\b/u],
  ['macOS', /\bMac OS X\b/u],
  ['ChromeOS', /\bCrOS\b/u],
  ['Linux', /\bLinux\b/u],
] as const

/** `Firefox on Windows`, as near as a browser says what it is. */
export function deviceOf(userAgent: string | null): string {
  const [browser] = browsers.find(([, pattern]) => pattern.test(userAgent ?? '')) ?? []
  const [system] = systems.find(([, pattern]) => pattern.test(userAgent ?? '')) ?? []
  if (browser && system) return texts.deviceOn(browser, system)
  return browser ?? system ?? texts.unknownDevice
}
