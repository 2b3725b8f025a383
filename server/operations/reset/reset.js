const form = document.querySelector('form')
const outcome = document.querySelector('.outcome')

form.addEventListener('submit', (event) => {
  event.preventDefault()
  void choose()
})

async function choose() {
  const body = JSON.stringify({ token: location.hash.slice(1), password: form.password.value })
  const headers = { 'content-type': 'application/json' }
  try {
    const answer = await fetch('api/auth/reset-password', { method: 'POST', headers, body })
    const { message } = await answer.json()
    outcome.textContent = message
    form.hidden = answer.ok
    document.querySelector('.next').hidden = !answer.ok
  } catch {
    outcome.textContent = 'The server cannot be reached: try again.'
  }
}
