import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import './ui/tokens.css'
import './shell/plain-http.ts'
import { App } from './shell/app.tsx'
import { registerServiceWorker } from './shell/offline.ts'

createRoot(document.querySelector('#app')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
)

registerServiceWorker()
