import { useEffect } from 'react'

const product = 'Tether'
let page = ''
let count = 0

/** What the tab is called while the component is there. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    page = title
    show()
  }, [title])
}

/** How much is new stands before it. */
export function useTitleCount(unseen: number): void {
  useEffect(() => {
    count = unseen
    show()
    return () => {
      count = 0
      show()
    }
  }, [unseen])
}

function show(): void {
  const name = page ? `${page} · ${product}` : product
  document.title = count > 0 ? `(${count > 99 ? '99+' : count}) ${name}` : name
}
