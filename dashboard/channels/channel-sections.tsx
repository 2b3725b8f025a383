import { Suspense } from 'react'

import { Delayed } from '../ui/delayed.tsx'
import { FormSection } from '../ui/form-layout.tsx'
import { SkeletonLines } from '../ui/skeleton.tsx'
import { ConnectionForm } from './connection-form.tsx'
import { CredentialsRow } from './credentials-row.tsx'
import { ProviderForm } from './provider-form.tsx'
import { ProviderSteps } from './provider-steps.tsx'
import { isProvider, settingFields } from './providers.ts'
import type { Channel } from './queries.ts'
import { RoutingForm } from './routing-form.tsx'
import { SimulationForm } from './simulation-form.tsx'
import { TestButton } from './test-button.tsx'
import { texts } from './texts.ts'

/** What there is to set about a channel with a provider. */
export function ChannelSections({ channel }: { channel: Channel }) {
  const { provider, callbackUrls } = channel
  const fields = isProvider(provider) ? settingFields[provider] : []
  return (
    <div>
      <FormSection title={texts.connection} description={texts.connectionAbout}>
        <ConnectionForm channel={channel} />
      </FormSection>
      {provider === 'simulator' ? (
        <FormSection title={texts.simulation} description={texts.simulationAbout}>
          <SimulationForm channel={channel} />
        </FormSection>
      ) : (
        <FormSection title={texts.credentials} description={texts.credentialsAbout}>
          <CredentialsRow channel={channel} />
          <TestButton channel={channel} />
        </FormSection>
      )}
      {callbackUrls.length > 0 && (
        <FormSection title={texts.setUp} description={texts.setUpAbout}>
          <ProviderSteps channel={channel} />
        </FormSection>
      )}
      {fields.length > 0 && (
        <FormSection title={texts.provider}>
          <ProviderForm channel={channel} fields={fields} />
        </FormSection>
      )}
      <RoutingSection channel={channel} />
    </div>
  )
}

export function RoutingSection({ channel }: { channel: Channel }) {
  return (
    <FormSection title={texts.routing} description={texts.routingAbout}>
      <Suspense
        fallback={
          <Delayed>
            <SkeletonLines />
          </Delayed>
        }
      >
        <RoutingForm channelId={channel._id} />
      </Suspense>
    </FormSection>
  )
}
