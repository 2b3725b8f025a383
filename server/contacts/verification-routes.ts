import { Type } from 'typebox'

import { everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, Text, Time, nullable } from '../platform/schemas.ts'
import type { Contact } from './row.ts'
import { unverifyContact, verifyContact, verifyMethod } from './verification.ts'
import { methodKey, methodsOf } from './verified-methods.ts'
import type { MethodType } from './verified-methods.ts'

const tags = ['Contacts']
const ById = Type.Object({ id: Id })
const Source = Type.Optional(Text(200, 'how: a call, a document, a code that was sent'))
const Named = { _id: Id, firstName: nullable(Type.String()), lastName: nullable(Type.String()) }
const Method = Type.Object({
  value: Type.String(),
  isPrimary: Type.Boolean(),
  verifiedAt: nullable(Time),
  verifiedBy: nullable(Type.String()),
  verificationSource: nullable(Type.String()),
})

export function verificationRoutes(app: App): void {
  verifyRoutes(app)
  methodRoute(app)
}

function verifyRoutes(app: App): void {
  for (const [verb, verify, done] of [
    ['verify', verifyContact, 'Contact verified'],
    ['unverify', unverifyContact, 'Contact unverified'],
  ] as const) {
    app.patch(
      `/api/contacts/:id/${verb}`,
      {
        config: { roles: everyone },
        schema: {
          tags,
          summary: verb === 'verify' ? 'Verify a contact' : 'Take back that a contact is verified',
          description: 'Kept in the audit log. Doing it twice is doing it once.',
          params: ById,
          body: nullable(Type.Object({ verificationSource: Source })),
          response: {
            200: Type.Object({
              message: Type.String(),
              data: Type.Object({
                contact: Type.Object({
                  ...Named,
                  verifiedAt: nullable(Time),
                  verificationSource: nullable(Type.String()),
                }),
              }),
            }),
          },
        },
      },
      async (request) => {
        const contact = await verify(request.db, request.actor, request.params.id, request.body?.verificationSource)
        return { message: done, data: { contact: { ...contact, _id: contact.id } } }
      },
    )
  }
}

function methodRoute(app: App): void {
  app.patch(
    '/api/contacts/:id/verify-contact-methods',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Verify a phone number or the email of a contact',
        description: 'It must be one that the contact has; when that changes, the word is gone. Kept in the audit log.',
        params: ById,
        body: Type.Object({
          type: Type.Unsafe<MethodType>({ type: 'string', enum: ['phone', 'email'] }),
          value: Text(254, 'a phone number in any spelling, or the email'),
          verifiedAt: Type.Optional(
            nullable(
              Type.String({
                format: 'date-time',
                maxLength: 40,
                description: 'null takes it back; now, if you do not say',
              }),
            ),
          ),
          verificationSource: Source,
        }),
        response: {
          200: Type.Object({
            message: Type.String(),
            data: Type.Object({
              contact: Type.Object({ ...Named, phoneNumber: Type.Array(Method), email: Type.Array(Method) }),
            }),
          }),
        },
      },
    },
    async (request) => {
      const { verifiedAt, ...rest } = request.body
      const when = verifiedAt === undefined ? {} : { verifiedAt: verifiedAt === null ? null : new Date(verifiedAt) }
      const contact = await verifyMethod(request.db, request.actor, request.params.id, { ...rest, ...when })
      const what = rest.type === 'phone' ? 'Phone number' : 'Email'
      const message = `${what} ${verifiedAt === null ? 'unverified' : 'verified'}`
      return { message, data: { contact: withMethods(contact) } }
    },
  )
}

function withMethods(contact: Contact) {
  const { id: _id, firstName, lastName, verifiedMethods } = contact
  const methods = methodsOf(contact).map(({ type, value, isPrimary }) => {
    const {
      verifiedAt = null,
      verifiedBy = null,
      verificationSource = null,
    } = verifiedMethods[methodKey(type, value)] ?? {}
    const time = verifiedAt === null ? null : new Date(verifiedAt)
    return { type, value, isPrimary, verifiedAt: time, verifiedBy, verificationSource }
  })
  const [phoneNumber, email] = [
    methods.filter(({ type }) => type === 'phone'),
    methods.filter(({ type }) => type === 'email'),
  ]
  return { _id, firstName, lastName, phoneNumber, email }
}
