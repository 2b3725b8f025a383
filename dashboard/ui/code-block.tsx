// What scrolls has to be reached by keys, or it cannot be read without a mouse.
const reachable = { tabIndex: 0 }

/** Text of machines, which scrolls by itself: what a receiver answered, what was told. */
export function CodeBlock({ label, text, className }: { label: string; text: string; className?: string }) {
  return (
    <div
      role="region"
      aria-label={label}
      {...reachable}
      dir="ltr"
      className={`max-h-80 overflow-auto bg-canvas px-3 py-2 font-mono text-xs break-words whitespace-pre-wrap outline-offset-[-2px] ${className ?? ''}`}
    >
      {text}
    </div>
  )
}
