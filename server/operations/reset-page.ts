import type { App } from '../platform/http.ts'
import { pagePolicy, serveFile } from './page-files.ts'

const policy = pagePolicy("img-src 'self'", "connect-src 'self'")

const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Choose a new password · Tether</title>
<link rel="icon" href="favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="page.css">
<link rel="stylesheet" href="reset.css">
<script src="reset.js" defer></script>
</head>
<body>
<main>
<h1>Choose a new password</h1>
<form>
<label for="password">New password</label>
<input id="password" type="password" autocomplete="new-password" minlength="8" maxlength="200" aria-describedby="hint" required autofocus>
<p class="hint" id="hint">At least 8 characters. You sign in with it from now on.</p>
<button>Set the password</button>
</form>
<p class="outcome" role="status"></p>
<p class="next" hidden><a href="sign-in">Sign in</a></p>
</main>
</body>
</html>
`

/** Where the links of password resets lead. The token stands behind the # and is sent only by the form. */
export function resetPage(app: App): void {
  app.get('/reset-password', { config: { isPublic: true }, schema: { hide: true } }, (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', policy).send(html),
  )
  for (const file of ['reset.css', 'reset.js']) serveFile(app, `/${file}`, `reset/${file}`)
}
