// Stands in the page before anything of its own runs, and measures there: what a driver asks for takes longer than what is measured.
globalThis.probe = (() => {
  const afterPaint = () =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.addEventListener('message', () => resolve(performance.now()))
        port1.start()
        port2.postMessage(undefined)
      })
    })

  const there = (selector) =>
    new Promise((resolve) => {
      const isThere = () => document.querySelector(selector) !== null
      if (isThere()) return resolve()
      const observer = new MutationObserver(() => {
        if (!isThere()) return
        observer.disconnect()
        resolve()
      })
      observer.observe(document, { childList: true, subtree: true, attributes: true })
    })

  /** When it was first painted, since the page was asked for. */
  const shown = async (selector) => {
    await there(selector)
    return afterPaint()
  }

  /** From the press to when it is painted what was wanted. */
  const pressed = async (selector, wanted) => {
    const start = performance.now()
    document.querySelector(selector).click()
    return (await shown(wanted)) - start
  }

  const strokes = []
  const stroke = ({ timeStamp }) => void afterPaint().then((now) => strokes.push(now - timeStamp))

  /** From here on each key, from its press to the next frame. */
  const watchKeys = () => {
    strokes.length = 0
    addEventListener('keydown', stroke, true)
  }

  let longest = 0
  let before = 0
  let isWatching = false
  const frame = (now) => {
    longest = Math.max(longest, now - before)
    before = now
    if (isWatching) requestAnimationFrame(frame)
  }

  /** From here on the longest time in which nothing was painted. */
  const watchFrames = () => {
    isWatching = true
    longest = 0
    before = performance.now()
    requestAnimationFrame(frame)
  }

  const taken = () => {
    isWatching = false
    removeEventListener('keydown', stroke, true)
    return { strokes: [...strokes], longest }
  }

  /** Where each row of the list stands. */
  const places = () =>
    [...document.querySelectorAll('[data-conversation]')].map((row) => [
      row.dataset.conversation,
      Math.round(row.getBoundingClientRect().top),
    ])

  return { shown, pressed, watchKeys, watchFrames, taken, places }
})()
