/**
 * What shows a webchat on a page of another site. Its first line lets the page call before the script is there: the widget
 * answers what has gathered when it arrives.
 */
export function embedCode(publicUrl: string, key: string): string {
  return [
    '<script>window.tether = window.tether || function () { (tether.q = tether.q || []).push(arguments) }</script>',
    `<script async src="${publicUrl}/widget.js" data-webchat="${key}"></script>`,
  ].join('\n')
}
