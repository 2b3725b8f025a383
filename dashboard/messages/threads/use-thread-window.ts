import { useEffect, useEffectEvent, useMemo, useState } from 'react'

import { showToast } from '../../ui/toasts.ts'
import { whenIdle } from '../../ui/when-idle.ts'
import { texts } from '../texts.ts'
import { useThreadScroll } from './thread-scroll.ts'
import type { Anchor, ScrollRefs, ThreadScroll } from './thread-scroll.ts'
import type { TimelineItem } from './timeline.ts'
import type { Timeline } from './use-timeline.ts'

// More than a tall screen holds; a thread of thousands opens as fast as one of forty.
const windowSize = 60
// What fills the screen comes first, and the rest when there is time for it.
const lowestItem = 36

// Further up a thread opens at its end again: it is to be there at once.
const furthestReturn = 200

/** Where one was in each thread when one left it. */
const left = new Map<string, Anchor>()

interface ThreadWindow {
  shown: readonly TimelineItem[]
  scroll: ThreadScroll
  /** Of the message that was asked for, for a moment. */
  pointedAt: string | undefined
  showMessage: (id: string) => void
  loadMore: () => void
}

/** The newest items of the thread, as many as were asked for; scrolling up asks for more, first of what is loaded. */
export function useThreadWindow(
  refs: ScrollRefs,
  conversationId: string,
  timeline: Timeline,
  focusMessageId: string | undefined,
): ThreadWindow {
  const { items, unanswered } = timeline
  const [opening] = useState(() => openingOf(conversationId, items, focusMessageId))
  const [limit, setLimit] = useState(() => Math.max(itemsOnScreen(), reachTo(items, opening)))
  useEffect(() => whenIdle(() => setLimit((known) => Math.max(known, windowSize))), [])
  const grown = useGrowth(items.length, timeline.isLoadingOlder)
  const reach = limit + grown
  const shown = useMemo(() => items.slice(-reach), [items, reach])
  const loadMore = () => {
    if (reach < items.length) setLimit(limit < windowSize ? windowSize : limit + windowSize)
    else timeline.loadOlder()
  }
  const revision = useMemo(() => ({ shown, unanswered }), [shown, unanswered])
  const scroll = useThreadScroll(refs, revision, opening, {
    onNearTop: loadMore,
    onMoved: (anchor) => left.set(conversationId, anchor),
  })
  useFollowOwn(unanswered.at(-1)?.clientId, scroll)
  const { pointedAt, showMessage } = useShownMessage(timeline, scroll, setLimit, focusMessageId)
  return { shown, scroll, pointedAt, showMessage, loadMore }
}

function itemsOnScreen(): number {
  return Math.min(windowSize, Math.ceil(innerHeight / lowestItem))
}

/** Who says something wants to see it stand there. */
function useFollowOwn(clientId: string | undefined, scroll: ThreadScroll): void {
  const [atOpening] = useState(clientId)
  const follow = useEffectEvent(() => scroll.scrollToEnd())
  useEffect(() => {
    if (clientId !== undefined && clientId !== atOpening) follow()
  }, [clientId, atOpening])
}

/** What pages of older messages added: it was asked for, so it is shown. */
function useGrowth(count: number, isLoading: boolean): number {
  const [before, setBefore] = useState({ count, isLoading, grown: 0 })
  if (before.isLoading !== isLoading) {
    const grown = before.grown + (before.isLoading ? Math.max(0, count - before.count) : 0)
    setBefore({ count, isLoading, grown })
  }
  return before.grown
}

function useShownMessage(
  timeline: Timeline,
  scroll: ThreadScroll,
  setLimit: (limit: (known: number) => number) => void,
  focusMessageId: string | undefined,
): Pick<ThreadWindow, 'pointedAt' | 'showMessage'> {
  const { items, hasOlder, isLoadingOlder, hasFailedOlder, loadOlder } = timeline
  const [wanted, setWanted] = useState(focusMessageId)
  const [pointedAt, setPointedAt] = useState<string>()
  const [lastFocus, setLastFocus] = useState(focusMessageId)
  if (lastFocus !== focusMessageId) {
    setLastFocus(focusMessageId)
    setWanted(focusMessageId)
  }
  const index = wanted === undefined ? -1 : items.findIndex((item) => idIn(item) === wanted)
  const isThere = index >= 0
  const isGone = wanted !== undefined && !isThere && (!hasOlder || hasFailedOlder)
  const mustLoad = wanted !== undefined && !isThere && !isGone && !isLoadingOlder
  if (wanted !== undefined && isThere) {
    setWanted(undefined)
    setPointedAt(wanted)
    setLimit((known) => Math.max(known, items.length - index + windowSize / 2))
  }
  const load = useEffectEvent(loadOlder)
  useEffect(() => {
    if (mustLoad) load()
  }, [mustLoad])
  useEffect(() => {
    if (isGone) showToast({ text: texts.linkedIsGone, tone: 'warning' })
  }, [isGone])
  const show = useEffectEvent((id: string) => {
    const item = items.find((each) => idIn(each) === id)
    if (item) scroll.scrollTo(item.key)
  })
  useEffect(() => {
    if (pointedAt !== undefined) show(pointedAt)
  }, [pointedAt])
  useEffect(() => {
    if (pointedAt === undefined) return undefined
    const timer = setTimeout(() => setPointedAt(undefined), 2500)
    return () => clearTimeout(timer)
  }, [pointedAt])
  return { pointedAt, showMessage: setWanted }
}

/** At what a link leads to, else at what is new, else where one was, else at the end. */
function openingOf(conversationId: string, items: readonly TimelineItem[], focusMessageId: string | undefined): Anchor {
  const focused = items.find((item) => idIn(item) === focusMessageId)
  if (focusMessageId !== undefined && focused) return { key: focused.key, offset: 200 }
  if (items.some(({ kind }) => kind === 'new')) return { key: 'new', offset: 48 }
  const before = left.get(conversationId) ?? 'end'
  return reachTo(items, before) <= furthestReturn ? before : 'end'
}

function reachTo(items: readonly TimelineItem[], opening: Anchor): number {
  if (opening === 'end') return 0
  const index = items.findIndex(({ key }) => key === opening.key)
  return index < 0 ? 0 : items.length - index + windowSize / 2
}

function idIn(item: TimelineItem): string | undefined {
  if (item.kind === 'message') return item.message._id
  return item.kind === 'note' ? item.note._id : undefined
}
