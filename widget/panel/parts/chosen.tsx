import { filled } from '../words.ts'
import { Icon } from './icons.tsx'
import type { Files } from './use-files.ts'
import type { Shown } from './use-chat.ts'

export function Chosen({ files, words }: Shown & { files: Files }) {
  return (
    <>
      {files.problem && (
        <p class="hint wrong" role="alert">
          <span dir="auto">{files.problem}</span>{' '}
          <button type="button" class="plain" onClick={files.dismiss}>
            {words.dismiss}
          </button>
        </p>
      )}
      {files.chosen.length > 0 && (
        <ul class="chosen">
          {files.chosen.map(({ id, name, uploaded }) => (
            <li key={id} class={uploaded ? '' : 'busy'}>
              <Icon name="file" />
              <span class="name" dir="auto">
                {name}
              </span>
              {!uploaded && <span class="unseen">{filled(words.uploading, { name })}</span>}
              <button type="button" aria-label={filled(words.removeFile, { name })} onClick={() => files.remove(id)}>
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
