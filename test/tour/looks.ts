import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

const still = { reducedMotion: 'reduce', locale: 'en-US', timezoneId: 'America/Chicago' } as const

/** Before what people sit, or what they hold. */
export const devices: Record<'desk' | 'phone', BrowserContextOptions> = {
  desk: { ...still, viewport: { width: 1440, height: 900 } },
  phone: { ...still, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
}
export type Device = keyof typeof devices

export const schemes = ['light', 'dark'] as const

/** A window on such a device, by whoever has this log-in; undefined is nobody. */
export async function openWindow(
  browser: Browser,
  url: string,
  device: Device,
  logIn?: { email: string; password: string },
): Promise<Page> {
  const context = await browser.newContext(devices[device])
  const page = await context.newPage()
  if (logIn) {
    const answer = await context.request.post(`${url}/api/session`, { data: logIn })
    if (!answer.ok()) throw new Error(`${logIn.email} could not sign in: ${await answer.text()}`)
    await page.goto(`${url}/settings`)
  } else await page.goto(`${url}/sign-in`)
  return page
}
