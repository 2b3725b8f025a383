import { Type } from 'typebox'

import { everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id } from '../platform/schemas.ts'
import { block, unblock } from './blocking.ts'
import { ContactSchema, toContact } from './schemas.ts'

const Devices = Type.Array(Type.String(), { description: 'webchat devices; none yet' })

export function blockingRoutes(app: App): void {
  blockingRoute(app, 'block', block, {
    summary: 'Block a contact',
    description:
      'What it writes is kept in its thread, but is not unread, reopens nothing and tells nobody. Nothing is sent to it: not ' +
      'what is written from now on (409 `contact_blocked`), and not what still waits.',
  })
  blockingRoute(app, 'unblock', unblock, { summary: 'Unblock a contact' })
}

function blockingRoute(
  app: App,
  verb: 'block' | 'unblock',
  change: typeof block,
  said: { summary: string; description?: string },
): void {
  app.patch(
    `/api/contacts/:id/${verb}`,
    {
      config: { roles: everyone },
      schema: {
        tags: ['Contacts'],
        ...said,
        params: Type.Object({ id: Id }),
        response: {
          200: Type.Object({
            message: Type.String(),
            data: Type.Object({ contact: ContactSchema, syncedDeviceIds: Devices, removedDeviceIds: Devices }),
          }),
        },
      },
    },
    async (request) => {
      const contact = toContact(await change(request.db, request.actor, request.params.id))
      return { message: `Contact ${verb}ed successfully`, data: { contact, syncedDeviceIds: [], removedDeviceIds: [] } }
    },
  )
}
