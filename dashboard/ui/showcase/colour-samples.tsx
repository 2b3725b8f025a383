const grounds = [
  ['canvas', 'bg-canvas'],
  ['surface', 'bg-surface'],
  ['raised', 'bg-raised'],
  ['hover', 'bg-hover'],
  ['selected', 'bg-selected'],
] as const
const inks = [
  ['text', 'text-text'],
  ['muted', 'text-muted'],
  ['faint', 'text-faint'],
  ['accent-text', 'text-accent-text'],
] as const
const fills = [
  ['accent', 'bg-accent text-on-accent'],
  ['danger', 'bg-danger text-on-danger'],
  ['accent-soft', 'bg-accent-soft text-accent-text'],
  ['danger-soft', 'bg-danger-soft text-danger-text'],
  ['warning-soft', 'bg-warning-soft text-warning-text'],
  ['success-soft', 'bg-success-soft text-success-text'],
  ['info-soft', 'bg-info-soft text-info-text'],
  ['note', 'bg-note text-note-text'],
  ['bubble-in', 'bg-bubble-in text-bubble-in-text'],
  ['bubble-out', 'bg-bubble-out text-bubble-out-text'],
  ['mark', 'bg-mark text-mark-text'],
  ['inverse', 'bg-inverse text-inverse-text'],
] as const
const charts = ['bg-chart-1', 'bg-chart-2', 'bg-chart-3', 'bg-chart-4', 'bg-chart-5', 'bg-chart-6']

export function ColourSamples() {
  return (
    <div className="flex flex-col gap-4">
      <div className="grid overflow-hidden rounded-lg border sm:grid-cols-5">
        {grounds.map(([name, look]) => (
          <div key={name} className={`flex flex-col gap-1 p-4 ${look}`}>
            <span className="pb-1 font-medium">{name}</span>
            {inks.map(([ink, inkLook]) => (
              <span key={ink} className={`text-xs ${inkLook}`}>
                {ink}
              </span>
            ))}
          </div>
        ))}
      </div>
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-4">
        {fills.map(([name, look]) => (
          <div key={name} className={`rounded-md px-3 py-2.5 text-xs font-medium ${look}`}>
            {name}
          </div>
        ))}
      </div>
      <div aria-hidden className="flex h-3 gap-1">
        {charts.map((look) => (
          <div key={look} className={`flex-1 rounded-sm ${look}`} />
        ))}
      </div>
    </div>
  )
}
