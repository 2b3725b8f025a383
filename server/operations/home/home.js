const said = document.querySelector('.said')

for (const button of document.querySelectorAll('[data-copies]')) {
  const code = document.querySelector(`#${button.dataset.copies}`)
  button.hidden = false
  button.addEventListener('click', () => void copy(button, code))
}

// The clipboard is there on https and on this machine only; elsewhere the text is at least selected.
async function copy(button, code) {
  try {
    await navigator.clipboard.writeText(code.textContent)
    button.classList.add('done')
    said.textContent = 'Copied'
  } catch {
    window.getSelection().selectAllChildren(code)
    said.textContent = 'Selected: copy it with Ctrl+C'
  }
  setTimeout(() => {
    button.classList.remove('done')
    said.textContent = ''
  }, 2000)
}
