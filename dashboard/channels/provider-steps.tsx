import { Banner } from '../ui/banner.tsx'
import { CopyField } from '../ui/copy-field.tsx'
import { callbackUrl } from './callback-url.ts'
import type { Channel } from './queries.ts'
import { texts } from './texts.ts'

const steps: Record<string, string[]> = {
  twilio: texts.twilioSteps,
  kannel: texts.kannelSteps,
  messenger: texts.messengerSteps,
}

/** What is to be entered at the provider. A secret that we made is there only while it was just made. */
export function ProviderSteps({ channel, secret }: { channel: Channel; secret?: string | undefined }) {
  const { provider } = channel
  const url = callbackUrl(channel, secret)
  if (!url) return undefined
  const origin = URL.canParse(url) ? new URL(url).origin : url
  return (
    <div className="flex flex-col gap-4">
      {isThisMachine(url) && <Banner tone="warning">{texts.unreachable(origin)}</Banner>}
      <ol className="flex list-decimal flex-col gap-2 ps-5 text-pretty marker:text-muted">
        {(steps[provider] ?? []).map((step) => (
          <li key={step} className="ps-1">
            {step}
          </li>
        ))}
      </ol>
      <CopyField label={provider === 'messenger' ? texts.callbackUrl : texts.webhookUrl} value={url} />
      {provider === 'messenger' && secret && (
        <CopyField label={texts.fields.verifyToken.label} value={secret} hint={texts.onceOnly} />
      )}
      {provider === 'messenger' && !secret && <p className="text-xs text-muted">{texts.hiddenToken}</p>}
      {provider === 'kannel' && <p className="text-xs text-muted">{secret ? texts.onceOnly : texts.hiddenPassword}</p>}
    </div>
  )
}

function isThisMachine(url: string): boolean {
  return URL.canParse(url) && /^(localhost|.*\.localhost|127\.[\d.]+|0\.0\.0\.0|\[::1?\])$/i.test(new URL(url).hostname)
}
