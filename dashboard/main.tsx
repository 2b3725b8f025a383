import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import './ui/tokens.css'
import { App } from './shell/app.tsx'
import { registerServiceWorker } from './shell/offline.ts'
import { makeUpForPlainHttp } from './shell/plain-http.ts'

makeUpForPlainHttp()

createRoot(document.querySelector('#app')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
)

registerServiceWorker()
