import { readFileSync } from 'node:fs'
import path from 'node:path'

import manifest from '../../../package.json' with { type: 'json' }
import { stepsAt } from './steps.ts'
import type { Demo, Step } from './steps.ts'

const logo = readFileSync(path.join(import.meta.dirname, 'logo.svg'), 'utf8')

/** The addresses are relative, so that the page also works where a proxy serves us under a path. */
export function homePageHtml(
  publicUrl: string,
  { demo, hasDemoPage }: { demo: Demo | undefined; hasDemoPage: boolean },
): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Tether</title>
<link rel="icon" href="favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="page.css">
<link rel="stylesheet" href="home.css">
<script src="home.js" defer></script>
</head>
<body>
<header class="bar">
<a class="brand" href="./">${logo}<span>Tether</span></a>
<nav aria-label="Tether">
<a href="api/docs">API reference</a>
<a class="wide" href="api/health">Health</a>
</nav>
</header>
<main>
${hero(publicUrl)}
${places(hasDemoPage)}
${demo ? demoNote(demo) : ''}
<section class="begin" id="begin" aria-labelledby="begin-title">
<h2 id="begin-title">Begin here</h2>
<p class="aside">Five minutes in a terminal: log in, look around, and let somebody write to you.</p>
<ol class="steps">
${stepsAt(publicUrl, demo).map(stepHtml).join('\n')}
</ol>
</section>
</main>
<footer>
<p>Tether ${escapeHtml(manifest.version)} · ${escapeHtml(manifest.license)} License</p>
<p>This page loads nothing from anywhere else.</p>
</footer>
<p class="said" role="status"></p>
</body>
</html>
`
}

const hero = (publicUrl: string) => `<section class="hero">
<div>
<p class="running"><span class="dot"></span>Tether ${escapeHtml(manifest.version)} is running at ${escapeHtml(publicUrl)}</p>
<h1>Every conversation, held together.</h1>
<p class="lead">Tether is an open, self-hosted, multi-tenant conversational CRM: what your contacts write by text message,
Messenger or Webchat lands in one inbox, with one API under it.</p>
<p class="actions"><a class="button" href="api/docs">Read and try the API</a><a class="more" href="#begin">Begin in a terminal</a></p>
</div>
<div class="talk" aria-hidden="true">
<div class="bubbles">
<svg class="line" viewBox="0 0 100 100" preserveAspectRatio="none" fill="none"><path d="M18 10C18 60 78 32 78 60S20 66 20 100" vector-effect="non-scaling-stroke"/></svg>
<p class="bubble in">Hi! Is the blue wagon still there? I could come on Saturday.</p>
<p class="bubble out">It is. Saturday at 10:30, with a test drive?<small>delivered</small></p>
</div>
<ol class="log"><li>message.received</li><li>message.sent</li><li>message.delivered</li></ol>
</div>
</section>`

const places = (hasDemoPage: boolean) => `<section aria-label="Where to go next">
<ul class="places">
<li><a href="api/docs"><strong>API reference</strong><span>Every call, with a button to try it.</span></a></li>
<li><a href="api/openapi.json"><strong>OpenAPI 3.1</strong><span>The same for programs: generate a client from it.</span></a></li>
<li><a href="api/health"><strong>Health</strong><span>Whether the server can serve, for your monitoring.</span></a></li>
${hasDemoPage ? '<li><a href="demo"><strong>Chat on a site</strong><span>The demo organization’s, on a shop that is made up.</span></a></li>' : ''}
</ul>
</section>`

function demoNote({ email, password }: Demo): string {
  return `<section class="demo" aria-labelledby="demo-title">
<h2 id="demo-title">There is a demo organization</h2>
<p>A car dealership with six weeks of conversations, on simulated phones. Whoever sees this page may log in:</p>
<dl><div><dt>Email</dt><dd><code>${escapeHtml(email)}</code></dd></div><div><dt>Password</dt><dd><code>${escapeHtml(password)}</code></dd></div></dl>
</section>`
}

function stepHtml({ title, text, command }: Step, index: number): string {
  const id = `step-${index + 1}`
  return `<li>
<div class="what"><h3 id="${id}">${escapeHtml(title)}</h3><p>${text}</p></div>
<div class="code"><button type="button" hidden data-copies="${id}-code">Copy<span class="unseen"> the command: ${escapeHtml(title)}</span></button>
<pre tabindex="0" role="region" aria-labelledby="${id}"><code id="${id}-code">${highlighted(command)}</code></pre></div>
</li>`
}

/** Addresses and quoted values stand out; the names of fields do not. */
function highlighted(command: string): string {
  return escapeHtml(command)
    .replace(/https?:\/\/[^\s]+/g, '<b>$&</b>')
    .replace(/(&quot;(?:(?!&quot;).)*&quot;)(:?)/g, (all, _text, colon) => (colon ? all : `<i>${all}</i>`))
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
