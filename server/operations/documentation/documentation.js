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
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  persistAuthorization: true,
  validatorUrl: null,
  onComplete: () => document.querySelector('#servers')?.setAttribute('aria-label', 'Server'),
  // Who logs in on this page has the token in place for everything else on it.
  responseInterceptor(response) {
    const isLogIn = response.ok && new URL(response.url).pathname.endsWith('/api/auth/login')
    if (isLogIn && response.obj?.token) ui.preauthorizeApiKey('bearer', response.obj.token)
    return response
  },
})
