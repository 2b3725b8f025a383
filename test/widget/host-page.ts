import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** A site of somebody else: another origin, and a policy that allows the chat's script and frame and nothing more. */
export async function startHostPage(chatUrl: string, tags: string): Promise<{ url: string; close: () => void }> {
  const policy = `default-src 'none'; script-src ${chatUrl} 'nonce-own'; frame-src ${chatUrl}`
  const html = `<!doctype html><html lang="en"><head><title>A shop</title><meta name="viewport" content="width=device-width">
    </head><body><main><h1>A shop</h1><p><a href="#first">Something to buy</a></p></main>${tags}</body></html>`
  const server = http.createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy }).end(html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}
