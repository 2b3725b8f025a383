import { Banner } from './banner.tsx'

/** Why a form was not taken, above its fields or its buttons. */
export function FormError({ error }: { error: string | undefined }) {
  if (!error) return undefined
  return <Banner tone="danger">{error}</Banner>
}
