import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Compile } from 'typebox/compile'

import { Refusal } from '../platform/errors.ts'
import { typesMeant } from '../platform/events/types.ts'
import { Id } from '../platform/schemas.ts'

const HelloFrame = Type.Object({
  type: Type.Literal('hello'),
  token: Type.Optional(Type.String({ minLength: 1, maxLength: 3000 })),
  csrfToken: Type.Optional(Type.String({ maxLength: 100 })),
  after: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
  types: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 100 })),
})
const TypingFrame = Type.Object({
  type: Type.Literal('typing'),
  conversationId: Id,
  isTyping: Type.Optional(Type.Boolean()),
})
const LookingFrame = Type.Object({
  type: Type.Literal('looking'),
  conversationId: Type.Union([Id, Type.Null()]),
})

export type HelloFrame = Static<typeof HelloFrame>
export type LaterFrame = Static<typeof TypingFrame> | Static<typeof LookingFrame>

const hello = Compile(HelloFrame)
const later = Compile(Type.Union([TypingFrame, LookingFrame]))

export function readHello(text: string): HelloFrame {
  const frame = parse(text)
  if (hello.Check(frame)) return { ...frame, ...(frame.types ? { types: meant(frame.types) } : {}) }
  throw badFrame('Say who you are first: {"type":"hello","token":"…"}.')
}

export function readLater(text: string): LaterFrame {
  const frame = parse(text)
  if (later.Check(frame)) return frame
  throw badFrame('Only typing and looking are understood here, with a conversationId.')
}

/** What would never come is a mistake that nobody notices. */
function meant(types: string[]): string[] {
  try {
    return typesMeant(types)
  } catch (error) {
    throw error instanceof Refusal ? badFrame(error.message) : error
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw badFrame('It is not JSON.')
  }
}

function badFrame(message: string): Refusal {
  return new Refusal(400, 'bad_frame', message)
}
