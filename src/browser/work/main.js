// Where the script of the workbench begins. Each part looks whether the page has what it is for.
import { startOpening } from './cases.js'
import { startKeys } from './keys.js'
import { all } from './page.js'

for (const hint of all('[data-said="no_script"]')) hint.hidden = true
await startOpening()
await startKeys()
document.body.dataset['ready'] = 'true'
