import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

import { Button } from '../ui/button.tsx'
import { forgetNews, useNews } from './contact-news.ts'
import { keys } from './contact-queries.ts'
import { texts } from './texts.ts'

/** Contacts that came meanwhile, shown when somebody asks for them. */
export function NewsButton() {
  const queries = useQueryClient()
  const news = useNews()
  useEffect(() => forgetNews, [])
  if (news === 0) return null
  const show = () => {
    forgetNews()
    void queries.invalidateQueries({ queryKey: keys.lists })
  }
  return (
    <Button size="small" className="mt-0.5" onClick={show}>
      {texts.news(news)}
    </Button>
  )
}
