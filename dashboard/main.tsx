import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import './ui/tokens.css'
import { App } from './shell/app.tsx'

createRoot(document.querySelector('#app')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
