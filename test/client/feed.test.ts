import t from 'tap'
import { itemLeaf, openFeed, type SealingKeys } from '../../src/client/index.js'
import type { components } from '../../src/generated/openapi.js'
import { ALMERE, OMMEN } from '../helpers/hub.js'
import { startPopulatedHub } from '../helpers/populated-hub.js'
import { connectAs, identityOf } from './connection.js'

type FeedPage = components['schemas']['FeedPage']
type Mutable<Value> = { -readonly [Member in keyof Value]: Mutable<Value[Member]> }

t.test('a municipality opens its month and finds every way to tamper with it', async (t) => {
  const hub = await startPopulatedHub(t)
  const identity = await identityOf(hub)
  const connection = await connectAs(t, hub, hub.asMunicipality(ALMERE))
  const { key, kid } = hub.sealingKeys.get(ALMERE)!
  const keys: SealingKeys = new Map([[kid, key]])
  const now = hub.context.clock.now()
  const pages = (await connection.feedPages('2026-08')).map(({ document }) => document)
  const opened = await openFeed(identity, pages, keys, now)
  t.ok(opened.opened >= 3)
  t.equal(opened.cases.length, opened.statement.count)
  const names = opened.cases.flatMap(({ notifications }) =>
    notifications.map(({ identity: found }) => found?.person.surname),
  )
  t.ok(names.includes('Verzonnen1'))

  /** Opens the month after somebody changed the pages on the way. */
  const tampered = (change: (pages: Mutable<FeedPage>[]) => void) => {
    const copy = structuredClone(pages) as Mutable<FeedPage>[]
    change(copy)
    return openFeed(identity, copy, keys, now)
  }
  const notificationsOf = (page: Mutable<FeedPage>) =>
    page.items.flatMap(({ notifications }) => notifications)

  const cases: readonly [string, string, (pages: Mutable<FeedPage>[]) => void][] = [
    ['a case is left out', 'feed.count', ([page]) => page!.items.pop()],
    ['an amount is changed', 'feed.root', ([page]) => (page!.items[0]!.totalArrearsCents += 1)],
    ['cases change places', 'feed.root', ([page]) => page!.items.reverse()],
    [
      'another count is stated',
      'signature',
      ([page]) => {
        page!.items.pop()
        page!.statement.count -= 1
      },
    ],
    ['a page is missing', 'feed.pages', ([page]) => (page!.from = 1)],
    [
      'two envelopes are exchanged',
      'envelope.digest',
      ([page]) => {
        const [a, b] = notificationsOf(page!).filter(({ sealedIdentity }) => sealedIdentity.jwe)
        ;[a!.sealedIdentity.jwe, b!.sealedIdentity.jwe] = [
          b!.sealedIdentity.jwe!,
          a!.sealedIdentity.jwe!,
        ]
      },
    ],
    ['a delivery key is missing', 'envelope.key', ([page]) => (page!.deliveryKeys = [])],
    [
      'an intake record is changed',
      'feed.log',
      ([page]) => (page!.intakeEntries[0]!.record += ' '),
    ],
    [
      'an intake entry is of another tree',
      'feed.log',
      ([page]) => (page!.intakeEntries[0]!.index += 1),
    ],
  ]
  for (const [what, code, change] of cases) {
    await t.rejects(tampered(change), { name: 'VerificationError', what: code }, what)
  }

  await t.test('without the key that a page is sealed for, nothing is opened', async (t) => {
    const other = hub.sealingKeys.get(OMMEN)!
    const attempt = openFeed(identity, pages, new Map([[other.kid, other.key]]), now)
    await t.rejects(attempt, { name: 'VerificationError', what: 'delivery_key' })
  })

  await t.test('a checkpoint that another key signed is not believed', async (t) => {
    const forged = { ...identity, logKey: identity.logKey.replace(/\+[0-9a-f]{8}\+/, '+00000000+') }
    await t.rejects(openFeed(forged, pages, keys, now))
  })

  await t.test('what may differ from pull to pull is not in the leaf', async (t) => {
    const [item] = pages[0]!.items
    const withheld = {
      ...item!,
      statusAtPull: 'WITHDRAWN' as const,
      notifications: item!.notifications.map((one) => ({
        ...one,
        sealedIdentity: { digest: one.sealedIdentity.digest, withheld: 'WITHDRAWN' as const },
      })),
    }
    t.ok(itemLeaf(withheld).equals(itemLeaf(item!)))
    t.notOk(
      itemLeaf({ ...item!, urgency: 'CRISIS' }).equals(itemLeaf({ ...item!, urgency: 'NORMAL' })),
    )
  })
})
