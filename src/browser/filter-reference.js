// Shows, while somebody types in the search field of the reference, only the entries that fit. Without
// it the form asks the hub, which finds more: it also looks inside the pages.

const field = document.querySelector('input[name=q]')
const told = document.querySelector('[data-shown]')

/** Hides what does not fit, and groups of which nothing is left. */
function filter() {
  if (!(field instanceof HTMLInputElement)) return
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean)
  let count = 0
  for (const group of document.querySelectorAll('[data-group]')) {
    let left = 0
    for (const entry of group.querySelectorAll('[data-entry]')) {
      const text = (entry.textContent ?? '').toLowerCase()
      const fits = words.every((word) => text.includes(word))
      entry.toggleAttribute('hidden', !fits)
      if (fits) left += 1
    }
    group.toggleAttribute('hidden', left === 0)
    count += left
  }
  if (!(told instanceof HTMLElement)) return
  const sentence = told.dataset['shown'] ?? ''
  told.textContent = words.length === 0 ? '' : sentence.replace('{count}', String(count))
}

field?.addEventListener('input', filter)
filter()
