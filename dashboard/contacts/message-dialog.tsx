import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'

import { api, ok } from '../api/client.ts'
import type { Answer } from '../api/shapes.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Select } from '../ui/select.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { keys } from './contact-queries.ts'
import type { Contact } from './contact.ts'
import { MessageResult } from './message-result.tsx'
import { texts } from './texts.ts'

export type Sent = Answer<'/api/messages/quick-bulk-send', 'post'>

const mostAtOnce = 10_000
const variables = ['firstName', 'lastName'] as const

/** One message to many contacts, each in their own conversation; who may not be written to is told before. */
export function MessageDialog({
  contacts,
  onClose,
  onSent,
}: {
  contacts: readonly Contact[]
  onClose: () => void
  onSent: () => void
}) {
  const [content, setContent] = useState('')
  const [channelId, setChannelId] = useState('')
  const [isSure, setIsSure] = useState(false)
  const reached = contacts.filter(isReachable)
  const sending = useMutation({
    mutationFn: () => {
      const contactIds = reached.map(({ _id }) => _id)
      const body = { contactIds, content: content.trim(), ...(channelId ? { channelId } : {}) }
      return ok(api.POST('/api/messages/quick-bulk-send', { body }))
    },
    onError: () => setIsSure(false),
  })
  // The selection, and this dialog with it, goes only once the result was read.
  if (sending.data) return <MessageResult sent={sending.data} contacts={contacts} onClose={onSent} />
  const isReady = content.trim() !== '' && reached.length > 0 && reached.length <= mostAtOnce
  const press = () => (isSure ? sending.mutate() : setIsSure(true))
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={texts.messageTitle(contacts.length)}
      description={texts.messageExplained}
      footer={
        <>
          <Button onClick={isSure ? () => setIsSure(false) : onClose}>{isSure ? texts.back : texts.cancel}</Button>
          <Button variant="primary" disabled={!isReady} isBusy={sending.isPending} onClick={press}>
            {isSure ? texts.sendNow(reached.length) : texts.goOn}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {sending.error && <Banner tone="danger">{sending.error.message}</Banner>}
        {reached.length < contacts.length && <LeftOut contacts={contacts} />}
        {reached.length > mostAtOnce && <Banner tone="danger">{texts.tooMany(mostAtOnce)}</Banner>}
        {isSure ? (
          <Preview content={content} count={reached.length} example={reached[0]} />
        ) : (
          <>
            <Writing content={content} onContent={setContent} />
            <ChannelChoice channelId={channelId} onChannel={setChannelId} />
          </>
        )}
      </div>
    </Dialog>
  )
}

function Writing({ content, onContent }: { content: string; onContent: (content: string) => void }) {
  const area = useRef<HTMLTextAreaElement>(null)
  const insert = (name: string) => {
    const at = area.current?.selectionStart ?? content.length
    onContent(`${content.slice(0, at)}{{${name}}}${content.slice(at)}`)
    area.current?.focus()
  }
  return (
    <div className="flex flex-col gap-1.5">
      <Field label={texts.message}>
        <TextArea ref={area} autoFocus rows={4} maxLength={1600} value={content} onValueChange={onContent} />
      </Field>
      <div className="flex flex-wrap items-center gap-1.5 text-xs text-muted">
        {texts.insert}
        {variables.map((name) => (
          <Button key={name} size="small" variant="quiet" onClick={() => insert(name)}>
            {texts.field(name)}
          </Button>
        ))}
      </div>
    </div>
  )
}

function ChannelChoice({ channelId, onChannel }: { channelId: string; onChannel: (id: string) => void }) {
  const channels = useTextChannels()
  if (channels.length < 2) return null
  return (
    <Field label={texts.fromChannel} hint={texts.fromChannelHint}>
      <Select
        value={channelId}
        onValueChange={onChannel}
        options={[{ value: '', label: texts.usualChannel }, ...channels]}
      />
    </Field>
  )
}

function Preview({ content, count, example }: { content: string; count: number; example: Contact | undefined }) {
  const filled = variables.reduce((text, name) => text.replaceAll(`{{${name}}}`, example?.[name] ?? ''), content.trim())
  return (
    <div className="flex flex-col gap-2">
      <p>{texts.sureToSend(count)}</p>
      <p
        dir="auto"
        className="max-w-sm self-end rounded-xl bg-bubble-out px-3 py-2 wrap-anywhere whitespace-pre-wrap text-bubble-out-text"
      >
        {filled}
      </p>
    </div>
  )
}

function LeftOut({ contacts }: { contacts: readonly Contact[] }) {
  const blocked = contacts.filter(({ isBlocked }) => isBlocked).length
  const optedOut = contacts.filter(({ isBlocked, optedOut: from }) => !isBlocked && from.includes('sms')).length
  const rest = contacts.length - contacts.filter(isReachable).length - blocked - optedOut
  return <Banner tone="warning">{texts.leftOut(optedOut, blocked, rest)}</Banner>
}

function isReachable({ isBlocked, optedOut, phoneNumber, channelTypes }: Contact): boolean {
  const hasAddress = phoneNumber !== null || channelTypes.length > 0
  return !isBlocked && !optedOut.includes('sms') && hasAddress
}

function useTextChannels(): Array<{ value: string; label: string }> {
  const { data = [] } = useQuery({
    queryKey: keys.setting('channels'),
    queryFn: () => ok(api.GET('/api/channels')),
    select: ({ channels }) => channels.filter(({ type, isDisabled }) => type === 'sms' && !isDisabled),
  })
  return data.map(({ _id, name, identifier }) => ({ value: _id, label: `${name} · ${identifier}` }))
}
