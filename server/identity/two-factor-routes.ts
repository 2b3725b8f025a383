import { Type } from 'typebox'

import type { App } from '../platform/http.ts'
import { Id, Message, Text, Time, nullable } from '../platform/schemas.ts'
import type { Vault } from '../platform/secrets.ts'
import { admins, everyone } from './actor.ts'
import { clientAddress } from './client-address.ts'
import { confirmTwoFactor, findTwoFactor, resetTwoFactor, startTwoFactor, stopTwoFactor } from './two-factor.ts'

const tags = ['Users']
const url = '/api/user/two-factor'
const PresentPassword = Type.String({ minLength: 1, maxLength: 200 })
const Code = Text(50, 'six digits of the app, or a recovery code')

/** Their answers hold secrets, and a wrong try must count: so none of them is done in the transaction of a kept answer. */
const own = { roles: everyone, isRepeatable: true } as const

export function twoFactorRoutes(app: App, vault: Vault): void {
  enrolmentRoutes(app, vault)
  endingRoutes(app, vault)
}

function enrolmentRoutes(app: App, vault: Vault): void {
  app.get(
    url,
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Whether your log-in asks for a second factor',
        response: {
          200: Type.Object({
            isEnabled: Type.Boolean(),
            enabledAt: nullable(Time),
            recoveryCodesLeft: Type.Integer(),
          }),
        },
      },
    },
    (request) => findTwoFactor(request.db, request.actor),
  )

  app.post(
    url,
    {
      config: own,
      schema: {
        tags,
        summary: 'Get a secret for your authenticator app',
        description: 'Show `otpauthUrl` as a QR code. Two-factor log-in is on once you confirm it with a first code.',
        body: Type.Object({ password: PresentPassword }),
        response: { 200: Type.Object({ secret: Type.String(), otpauthUrl: Type.String() }) },
      },
    },
    (request) =>
      startTwoFactor(request.db, vault, request.actor, { ...request.body, address: clientAddress(request.ip) }),
  )

  app.post(
    `${url}/confirm`,
    {
      config: own,
      schema: {
        tags,
        summary: 'Switch two-factor log-in on, or get new recovery codes',
        description: 'Each of the ten codes replaces the app once. They are shown only here; earlier ones end.',
        body: Type.Object({ password: PresentPassword, code: Code }),
        response: { 200: Type.Object({ message: Type.String(), recoveryCodes: Type.Array(Type.String()) }) },
      },
    },
    async (request) => ({
      message: 'Two-factor log-in is on',
      recoveryCodes: await confirmTwoFactor(request.db, vault, request.actor, {
        ...request.body,
        address: clientAddress(request.ip),
      }),
    }),
  )
}

function endingRoutes(app: App, vault: Vault): void {
  app.delete(
    url,
    {
      config: own,
      schema: {
        tags,
        summary: 'Switch your two-factor log-in off',
        body: Type.Object({ password: PresentPassword, code: Code }),
        response: { 200: Message },
      },
    },
    async (request) => {
      await stopTwoFactor(request.db, vault, request.actor, { ...request.body, address: clientAddress(request.ip) })
      return { message: 'Two-factor log-in is off' }
    },
  )

  app.delete(
    '/api/user/:id/two-factor',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Switch a user’s two-factor log-in off',
        description: 'For who lost both the phone and the recovery codes.',
        params: Type.Object({ id: Id }),
        response: { 200: Message },
      },
    },
    async (request) => {
      await resetTwoFactor(request.db, request.actor, request.params.id)
      return { message: 'Two-factor log-in is off' }
    },
  )
}
