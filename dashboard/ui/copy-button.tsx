import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button.tsx'
import { IconButton } from './icon-button.tsx'
import { texts } from './texts.ts'
import { announce } from './use-announce.tsx'

/** Copies a text and says so. With `label` it is a button of words, without one an icon. */
export function CopyButton({
  text,
  label,
  size = 'small',
}: {
  text: string
  label?: string
  size?: 'small' | 'medium'
}) {
  const [isCopied, setIsCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setIsCopied(false), 2000)
    return () => clearTimeout(timer)
  }, [isCopied])
  const copy = () => {
    void navigator.clipboard.writeText(text).then(() => {
      setIsCopied(true)
      announce(texts.copied)
    })
  }
  const icon = isCopied ? <Check className="size-3.5 text-success-text" /> : <Copy className="size-3.5" />
  if (label === undefined) {
    return (
      <IconButton label={isCopied ? texts.copied : texts.copy} size={size} onClick={copy}>
        {icon}
      </IconButton>
    )
  }
  return (
    <Button size={size} icon={icon} onClick={copy}>
      {isCopied ? texts.copied : label}
    </Button>
  )
}
