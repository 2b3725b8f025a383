import { Type } from 'typebox'

import type { App } from '../platform/http.ts'
import { Id, Message, Text, Time } from '../platform/schemas.ts'
import type { Signals } from '../platform/signals.ts'
import { admins } from './actor.ts'
import { clientAddress } from './client-address.ts'
import { offerReset, resetPassword } from './password-resets.ts'
import type { ResetDelivery } from './password-resets.ts'
import { requestReset } from './reset-requests.ts'
import { Email, Password } from './schemas.ts'

interface Resets {
  signals: Signals
  delivery: ResetDelivery
}

export function passwordResetRoutes(app: App, resets: Resets): void {
  offeringRoute(app, resets)
  forgettingRoutes(app, resets)
}

function offeringRoute(app: App, { delivery }: Resets): void {
  app.post(
    '/api/user/reset-password',
    {
      // A kept answer would keep the link.
      config: { roles: admins, isRepeatable: true },
      schema: {
        tags: ['Users'],
        summary: 'Let a user choose a new password',
        description:
          'By a link that is good once. It is mailed to the user; where no mail server is configured the answer holds it, ' +
          'for you to hand on.',
        body: Type.Object({ userId: Id }),
        response: {
          200: Type.Object({ message: Type.String(), resetLink: Type.Optional(Type.String()), expiresAt: Time }),
        },
      },
    },
    async (request) => {
      const { resetLink, expiresAt } = await offerReset(request.db, request.actor, delivery, request.body.userId)
      if (resetLink === undefined) return { message: 'The link is on its way by mail', expiresAt }
      return { message: 'Hand this link to the user', resetLink, expiresAt }
    },
  )
}

function forgettingRoutes(app: App, { signals, delivery }: Resets): void {
  app.post(
    '/api/auth/forgot-password',
    {
      config: { isPublic: true },
      schema: {
        tags: ['Log-in'],
        summary: 'Ask for a link to choose a new password',
        description: 'The answer is the same whether or not the email logs in here.',
        body: Type.Object({ email: Email }),
        response: { 200: Message },
      },
    },
    async (request) => {
      if (!delivery.sendsMail) {
        return { message: 'This server sends no mail: ask an administrator of your organization for a link.' }
      }
      await requestReset(request.db, { email: request.body.email, address: clientAddress(request.ip) })
      return { message: 'If this email logs in here, a link is on its way to it.' }
    },
  )

  app.post(
    '/api/auth/reset-password',
    {
      config: { isPublic: true },
      schema: {
        tags: ['Log-in'],
        summary: 'Choose a new password by a link',
        description: 'The token is what stands behind the # of the link. Ends every session of the user.',
        body: Type.Object({ token: Text(200), password: Password }),
        response: { 200: Message },
      },
    },
    async (request) => {
      await resetPassword(request.db, signals, { ...request.body, address: clientAddress(request.ip) })
      return { message: 'Password changed: log in with it' }
    },
  )
}
