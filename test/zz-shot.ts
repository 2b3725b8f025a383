import { chromium } from 'playwright-core'
const [url, out, width, height, scheme, full] = process.argv.slice(2) as string[]
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu','--disable-quic','--no-first-run','--disable-background-networking','--disable-component-update','--disable-sync'] })
const page = await browser.newPage({ viewport: { width: Number(width), height: Number(height) }, colorScheme: (scheme ?? 'light') as 'light' })
page.on('console', (m) => console.log(m.type(), m.text()))
page.on('pageerror', (e) => console.log('ERR', e))
page.on('requestfailed', (e) => console.log('FAILED', e.url()))
await page.goto(url!)
await page.waitForTimeout(2500); if (url!.includes("docs")) { await page.locator("#operations-Messages-sendMessage .opblock-summary-control").click(); await page.waitForTimeout(800); await page.locator("#operations-Messages-sendMessage").scrollIntoViewIfNeeded(); await page.evaluate("document.querySelector(\"#operations-Messages-sendMessage\").scrollIntoView()") }
console.log(await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth, document.documentElement.scrollHeight]))
await page.screenshot({ path: out!, fullPage: full === 'full' })
await browser.close()
