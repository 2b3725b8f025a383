/** A constructed style sheet: a host page whose policy forbids inline styles shows it all the same. */
export function sheet(): CSSStyleSheet {
  const made = new CSSStyleSheet()
  made.replaceSync(css)
  return made
}

const css = `
:host {
  all: initial !important; display: block !important; position: fixed !important; z-index: 2147483000 !important;
  color-scheme: light dark !important
}
:host([hidden]) { display: none !important }
* { box-sizing: border-box }
.bubble {
  position: fixed; inset-block-end: calc(20px + env(safe-area-inset-bottom)); right: calc(20px + env(safe-area-inset-right));
  inline-size: 60px; block-size: 60px; padding: 0; border: 0; border-radius: 50%; cursor: pointer;
  display: grid; place-items: center; background: var(--color); color: var(--ink); -webkit-tap-highlight-color: transparent;
  box-shadow: 0 1px 2px rgb(0 0 0 / .16), 0 8px 24px rgb(0 0 0 / .22);
  transition: transform .18s cubic-bezier(.2,.8,.3,1), box-shadow .18s
}
.bubble:hover { transform: translateY(-2px); box-shadow: 0 2px 4px rgb(0 0 0 / .16), 0 12px 30px rgb(0 0 0 / .26) }
.bubble:active { transform: scale(.96) }
.bubble:focus-visible { outline: 3px solid var(--ink); outline-offset: -6px; box-shadow: 0 0 0 3px var(--color), 0 8px 24px rgb(0 0 0 / .3) }
.bubble svg { grid-area: 1/1; inline-size: 28px; block-size: 28px; transition: transform .2s, opacity .2s }
.bubble .shut { opacity: 0; transform: rotate(-60deg) scale(.6) }
[aria-expanded=true] .shut { opacity: 1; transform: none }
[aria-expanded=true] .chat { opacity: 0; transform: rotate(60deg) scale(.6) }
.count {
  position: absolute; inset-block-start: -3px; inset-inline-end: -3px; min-inline-size: 22px; block-size: 22px; padding-inline: 6px;
  border-radius: 11px; background: #c81e3a; color: #fff; font: 700 12px/22px system-ui, sans-serif; text-align: center;
  box-shadow: 0 0 0 2px #fff
}
.count:empty { display: none }
.panel {
  position: fixed; inset-block-end: calc(96px + env(safe-area-inset-bottom)); right: calc(20px + env(safe-area-inset-right));
  inline-size: 400px; block-size: min(680px, 100dvh - 120px); max-inline-size: calc(100vw - 40px);
  border-radius: 20px; overflow: hidden; background: Canvas; visibility: hidden; opacity: 0; transform: translateY(12px) scale(.98);
  transform-origin: bottom right; box-shadow: 0 0 0 1px rgb(0 0 0 / .06), 0 4px 12px rgb(0 0 0 / .08), 0 24px 64px rgb(0 0 0 / .24);
  transition: opacity .18s, transform .22s cubic-bezier(.2,.8,.3,1), visibility .22s
}
.panel.open { visibility: visible; opacity: 1; transform: none; transition: opacity .18s, transform .22s cubic-bezier(.2,.8,.3,1) }
.left .bubble, .left .panel { right: auto; left: calc(20px + env(safe-area-inset-left)) }
.left .panel { transform-origin: bottom left }
iframe { display: block; inline-size: 100%; block-size: 100%; border: 0; background: transparent }
.told { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
@media (max-width: 480px) {
  .panel, .left .panel {
    inset: var(--top, 0) 0 auto 0; inline-size: 100%; max-inline-size: none; block-size: var(--height, 100dvh); border-radius: 0;
    padding-block: env(safe-area-inset-top) env(safe-area-inset-bottom); background: linear-gradient(var(--color) 50%, Canvas 50%)
  }
  .open ~ .bubble, .bubble[aria-expanded=true] { visibility: hidden }
}
@media (max-height: 560px) and (min-width: 481px) {
  .panel { inset-block: 8px; block-size: auto }
  .bubble[aria-expanded=true] { visibility: hidden }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important } }
@media (forced-colors: active) { .bubble { border: 2px solid ButtonText } }
`
