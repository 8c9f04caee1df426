// Where the script of the workbench begins. Each part looks whether the page has what it is for.
import { startOpening } from './cases.js'
import { startHub } from './hub-card.js'
import { startKeys } from './keys.js'
import { startMonth } from './months.js'
import { all } from './page.js'
import { startTransfer } from './transfer.js'

for (const hint of all('[data-said="no_script"]')) hint.hidden = true
await startOpening()
await startMonth()
await startTransfer()
await startHub()
await startKeys()
document.body.dataset['ready'] = 'true'
