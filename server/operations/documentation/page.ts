import { readFileSync } from 'node:fs'
import path from 'node:path'

const logo = readFileSync(path.join(import.meta.dirname, '../home/logo.svg'), 'utf8')

/** The addresses are relative, so that the page also works where a proxy serves us under a path. */
export function documentationPage(url: string): string {
  const here = url.split('?')[0]!.endsWith('/') ? '.' : './docs'
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Tether API</title>
<link rel="icon" href="${here}/../../favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${here}/static/swagger-ui.css">
<link rel="stylesheet" href="${here}/../../page.css">
<link rel="stylesheet" href="${here}/documentation.css">
</head>
<body data-here="${here}">
<header class="bar">
<a class="brand" href="${here}/../..">${logo}<span>Tether</span></a>
<nav aria-label="Tether">
<a href="${here}/../..#begin">Begin</a>
<a href="${here}/../openapi.json">openapi.json</a>
</nav>
</header>
<div id="reference"></div>
<script src="${here}/static/swagger-ui-bundle.js"></script>
<script src="${here}/documentation.js"></script>
</body>
</html>
`
}
