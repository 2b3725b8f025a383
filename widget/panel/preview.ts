import type { Draft } from '../wire.ts'
import type { Message, Settings } from './protocol.ts'
import type { State } from './state.ts'
import { spoken } from './words.ts'

/** The chat as it would be if its settings were these. */
export function drafted(found: Settings, draft: Draft): Partial<State> {
  const { name, color, greeting, position, form, hours, shows } = draft
  const configured = draft.language === 'auto' ? null : draft.language
  return {
    settings: {
      ...found,
      name,
      color,
      greeting,
      position,
      files: { ...found.files, isOn: draft.hasFiles },
      form: { ...form, isOn: shows === 'form' },
      hours: { ...hours, opensAt: null, timeZone: null },
    },
    language: spoken(configured, navigator.language),
    phase: 'ready',
    isOpen: true,
    isLoaded: true,
    messages: draft.sample.map(said),
    visitor: { id: '', isKnown: false, name: null, needsForm: shows === 'form' },
  }
}

function said({ isMine, content }: Draft['sample'][number], index: number): Message {
  return {
    id: String(index),
    clientId: null,
    isMine,
    content,
    files: [],
    author: null,
    replyTo: null,
    awayMessage: null,
    status: 'read',
    createdAt: new Date().toISOString(),
  }
}
