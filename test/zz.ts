import { inventHistory } from '../server/demo/history.ts'
for (const at of [Date.now(), Date.parse('2026-03-09T08:00:00Z'), Date.parse('2026-11-22T09:00:00Z')]) {
  const t = performance.now()
  const c = inventHistory(at)
  console.log(performance.now() - t, 'ms')
  const th = c.flatMap((x) => x.threads)
  const said = th.flatMap((x) => x.said)
  console.log(c.length, th.length, said.length, 'resolved', th.filter((x) => x.resolvedAt).length, 'unread', th.filter((x) => x.unread).map((x) => x.unread).join(), 'future', said.filter((x) => x.at > at).length, 'empty', th.filter(x=>!x.said.length).length)
  console.log(Object.entries(Object.groupBy(c, (x) => x.status)).map(([k, v]) => k + ' ' + v!.length).join(', '))
  console.log(Object.entries(Object.groupBy(c, (x) => x.source)).map(([k, v]) => k + ' ' + v!.length).join(', '))
  let bad = 0
  for (const x of th) for (let i = 1; i < x.said.length; i++) if (x.said[i]!.at <= x.said[i - 1]!.at) bad++
  console.log('bad order', bad, 'oldest', new Date(Math.min(...said.map((x) => x.at))))
}
const c = inventHistory(Date.now())
const f = (t: number) => new Date(t).toLocaleString('en-US', { timeZone: 'America/Chicago', weekday: 'short', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' })
for (const x of [c[3]!, c[12]!, c[30]!, c[70]!]) {
  console.log('\n', x.person.firstName, x.person.lastName, x.status, x.source, f(x.createdAt), x.owner.fullName)
  for (const t of x.threads) { console.log('--', t.line, t.rep.fullName, t.unread, t.resolvedAt && f(t.resolvedAt)); for (const s of t.said) console.log(f(s.at).padEnd(24), s.direction === 'inbound' ? '>' : '<', s.content) }
}
