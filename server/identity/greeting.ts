/**
 * How a mail begins. A name is what somebody typed about somebody else: nothing in it may become a line of its own or a link,
 * or our mails would say whatever a stranger wants said.
 */
export function greet(fullName: string): string {
  const name = fullName
    .replace(/\p{Cf}/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  const mayLink = /[@:/\\<>]|\.\p{L}{2}|www/iu.test(name)
  return name === '' || name.length > 80 || mayLink ? 'Hello,' : `Hello ${name},`
}
