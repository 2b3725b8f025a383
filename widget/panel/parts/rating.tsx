import { useState } from 'preact/hooks'

import { Face } from './icons.tsx'
import type { Shown } from './use-chat.ts'

export function Rating({ chat, state, words }: Shown) {
  const [rating, setRating] = useState(0)
  const [feedback, setFeedback] = useState('')
  const [hasFailed, setHasFailed] = useState(false)
  if (state.rating === 'none') return null
  if (state.rating === 'given')
    return (
      <p class="aside" role="status">
        {words.rated}
      </p>
    )
  const submit = async (event: Event) => {
    event.preventDefault()
    setHasFailed(false)
    await chat.rate(rating, feedback.trim()).catch(() => setHasFailed(true))
  }
  return (
    <form class="rating" onSubmit={(event) => void submit(event)}>
      <fieldset>
        <legend>{words.ratingTitle}</legend>
        <div class="faces">
          {words.ratings.map((label, index) => (
            <label key={label}>
              <input type="radio" name="rating" checked={rating === index + 1} onChange={() => setRating(index + 1)} />
              <Face rating={index + 1} />
              <span>{label}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {rating > 0 && (
        <>
          <label class="feedback">
            {words.feedback}
            <textarea
              rows={2}
              dir="auto"
              maxLength={2000}
              value={feedback}
              onInput={({ currentTarget }) => setFeedback(currentTarget.value)}
            />
          </label>
          {hasFailed && (
            <p class="problem" role="alert">
              {words.rateFailed}
            </p>
          )}
          <button type="submit" class="primary">
            {words.rate}
          </button>
        </>
      )}
    </form>
  )
}
