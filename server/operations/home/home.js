const said = document.querySelector('.said')

for (const button of document.querySelectorAll('[data-copies]')) {
  const code = document.querySelector(`#${button.dataset.copies}`)
  button.hidden = false
  button.addEventListener('click', async () => {
    const isCopied = await copy(code)
    said.textContent = isCopied ? 'Copied' : 'Selected: copy it with Ctrl+C'
    button.classList.toggle('done', isCopied)
    setTimeout(() => {
      said.textContent = ''
      button.classList.remove('done')
    }, 2000)
  })
}

// The clipboard is there on https and on this machine only; elsewhere the text is at least selected.
async function copy(code) {
  try {
    await navigator.clipboard.writeText(code.textContent)
    return true
  } catch {
    getSelection().selectAllChildren(code)
    return false
  }
}
