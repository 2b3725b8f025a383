/* global SwaggerUIBundle */
const root = document.documentElement
const isDark = window.matchMedia('(prefers-color-scheme: dark)')
const paint = () => root.classList.toggle('dark-mode', isDark.matches)
isDark.addEventListener('change', paint)
paint()

const ui = SwaggerUIBundle({
  dom_id: '#reference',
  url: new URL(`${document.body.dataset.here}/../openapi.json`, window.location).href,
  deepLinking: true,
  docExpansion: 'none',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  persistAuthorization: true,
  validatorUrl: null,
  // Who logs in on this page has the token in place for everything else on it.
  responseInterceptor(response) {
    const isLogIn = response.ok && new URL(response.url).pathname.endsWith('/api/auth/login')
    if (isLogIn && response.obj?.token) ui.preauthorizeApiKey('bearer', response.obj.token)
    return response
  },
})

/** What Swagger UI leaves without a name, or out of a keyboard's reach. */
const names = {
  '#servers': 'Server',
  '.body-param__text': 'Body',
  '.examples-select-element': 'Example',
  '.content-type': 'Content type',
  'pre.microlight': 'Code',
}

function nameElements() {
  for (const [selector, name] of Object.entries(names)) {
    for (const element of document.querySelectorAll(`${selector}:not([aria-label])`)) {
      element.setAttribute('aria-label', name)
      if (element.matches('pre')) Object.assign(element, { tabIndex: 0, role: 'group' })
    }
  }
}

new MutationObserver(nameElements).observe(document.querySelector('#reference'), { childList: true, subtree: true })
