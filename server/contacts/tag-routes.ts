import { Type } from 'typebox'

import { everyone } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'
import type { App } from '../platform/http.ts'
import { Id, Text } from '../platform/schemas.ts'
import type { Contact } from './row.ts'
import { ContactSchema, toContact } from './schemas.ts'
import { addTags, listTags, removeTags, setTags } from './tags.ts'

const tags = ['Contacts']
const ById = Type.Object({ id: Id })
const Tags = Type.Object({
  tags: Type.Array(Text(50), { maxItems: 50, description: 'kept in lower case; a contact may have 50' }),
})
const Answer = { 200: Type.Object({ success: Type.Boolean(), data: Type.Object({ contact: ContactSchema }) }) }

export function tagRoutes(app: App): void {
  app.get(
    '/api/contacts/tags',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'List the tags of contacts',
        description: 'Those of the contacts that you may see, the most used first; a thousand at most.',
        response: {
          200: Type.Object({ tags: Type.Array(Type.Object({ tag: Type.String(), contacts: Type.Integer() })) }),
        },
      },
    },
    async (request) => ({ tags: await listTags(request.db, request.actor) }),
  )
  changeRoute(app, 'put', 'Set the tags of a contact', setTags)
  changeRoute(app, 'post', 'Add tags to a contact', addTags)
  changeRoute(app, 'delete', 'Remove tags from a contact', removeTags)
}

type Change = (db: Database, actor: Actor, id: string, tags: string[]) => Promise<Contact>

function changeRoute(app: App, method: 'put' | 'post' | 'delete', summary: string, change: Change): void {
  app[method](
    '/api/contacts/:id/tags',
    { config: { roles: everyone }, schema: { tags, summary, params: ById, body: Tags, response: Answer } },
    async (request) => {
      const contact = await change(request.db, request.actor, request.params.id, request.body.tags)
      return { success: true, data: { contact: toContact(contact) } }
    },
  )
}
