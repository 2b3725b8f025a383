import { basePath } from '../api/client.ts'

export function Logo({ className }: { className?: string }) {
  return <img src={`${basePath}/favicon.svg`} alt="" className={className} />
}
