import { useQueryClient } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import { askToConfirm } from '../ui/confirm.tsx'
import { showToast } from '../ui/toasts.ts'
import { dropContacts } from './contact-cache.ts'
import { keys } from './contact-queries.ts'
import { nameOf } from './contact.ts'
import type { Contact } from './contact.ts'
import { texts } from './texts.ts'
import { change, sayFailure } from './use-contact-change.ts'

/** What can be done with one contact beside changing its fields. */
export function useContactActs(contact: Contact, onGone: () => void) {
  const queries = useQueryClient()
  const id = contact._id
  const params = { path: { id } }

  async function toggleBlock(): Promise<void> {
    const isBlocked = !contact.isBlocked
    const question = {
      title: texts.blockQuestion(nameOf(contact)),
      text: texts.blockExplained,
      confirmLabel: texts.block,
    }
    if (isBlocked && !(await askToConfirm({ ...question, isDanger: true }))) return
    const blockedAt = isBlocked ? new Date().toISOString() : null
    await change(
      queries,
      id,
      (before) => ({ ...before, isBlocked, blockedAt }),
      async () => {
        if (isBlocked) await ok(api.PATCH('/api/contacts/{id}/block', { params }))
        else await ok(api.PATCH('/api/contacts/{id}/unblock', { params }))
        return undefined
      },
    ).catch(sayFailure)
  }

  async function toggleVerified(): Promise<void> {
    const verifiedAt = contact.verifiedAt ? null : new Date().toISOString()
    await change(
      queries,
      id,
      (before) => ({ ...before, verifiedAt }),
      async () => {
        if (verifiedAt) await ok(api.PATCH('/api/contacts/{id}/verify', { params, body: {} }))
        else await ok(api.PATCH('/api/contacts/{id}/unverify', { params, body: {} }))
        return undefined
      },
    ).catch(sayFailure)
  }

  async function remove(): Promise<void> {
    const question = { title: texts.deleteQuestion(nameOf(contact)), text: texts.deleteExplained }
    if (!(await askToConfirm({ ...question, confirmLabel: texts.delete, isDanger: true }))) return
    await gone(() => ok(api.DELETE('/api/contacts/{id}', { params })), texts.deleted(nameOf(contact)))
  }

  async function erase(): Promise<void> {
    const question = { title: texts.eraseQuestion(nameOf(contact)), text: texts.eraseExplained }
    if (!(await askToConfirm({ ...question, confirmLabel: texts.eraseForGood, isDanger: true }))) return
    await gone(() => ok(api.POST('/api/contacts/{id}/erase', { params })), texts.erasing)
  }

  async function gone(work: () => Promise<unknown>, text: string): Promise<void> {
    try {
      await work()
      dropContacts(queries, new Set([id]))
      queries.removeQueries({ queryKey: keys.one(id) })
      showToast({ text })
      onGone()
    } catch (error) {
      sayFailure(error)
    }
  }

  return { toggleBlock, toggleVerified, remove, erase }
}
