import t from 'tap'
import type { CaseStatus, Lapse } from '../../../src/cases/index.js'
import { itemLeaf } from '../../../src/client/feed.js'
import { itemText, type ClosedItem, type Pieces } from '../../../src/feeds/item.js'
import { pullItem, withItems, type ListedEnvelope } from '../../../src/feeds/release/page.js'
import { AUGUST, creditor, id, month } from '../../cases/build.js'

const digest = (number: number) => String(number).padStart(2, '0').repeat(32)
const envelope = (number: number, overrides: Partial<ListedEnvelope> = {}): ListedEnvelope => ({
  creditor: creditor(1),
  notificationId: id(number),
  month: AUGUST,
  deliveryKey: `key-${number}`,
  jwe: Buffer.from(`sealed-${number}`),
  digest: digest(number),
  isDelivered: false,
  ...overrides,
})
const { text, leaf } = itemText({
  caseId: id(50),
  workBin: 'with "sealedIdentity":{"digest":"' + digest(7) + '" in it',
  notifications: [1, 2].map((number) => ({
    notificationId: id(number),
    sealedIdentity: { digest: digest(number) },
  })),
} as unknown as ClosedItem)
const pull = (
  envelopes: readonly ListedEnvelope[],
  lapses: Readonly<Record<string, Lapse>> = {},
  status: CaseStatus = 'NEW',
) => pullItem({ text, status, envelopes }, AUGUST, (one) => lapses[one.notificationId])
const textOf = ({ pieces }: { pieces: Pieces }) => pieces.map(String).join('')
const sealed = (pulled: { pieces: Pieces }) =>
  (
    JSON.parse(textOf(pulled)) as { notifications: { sealedIdentity: unknown }[] }
  ).notifications.map(({ sealedIdentity }) => sealedIdentity)

t.test('an item is sent with its envelopes, and its leaf is the one that was closed', async (t) => {
  const pulled = pull([envelope(1), envelope(2)])
  t.strictSame(sealed(pulled), [
    { digest: digest(1), deliveryKeyId: 'key-1', jwe: 'sealed-1' },
    { digest: digest(2), deliveryKeyId: 'key-2', jwe: 'sealed-2' },
  ])
  t.strictSame(pulled.deliveryKeys, ['key-1', 'key-2'])
  t.match(JSON.parse(textOf(pulled)), { statusAtPull: 'NEW', caseId: id(50) })
  t.strictSame(itemLeaf(JSON.parse(textOf(pulled)) as Parameters<typeof itemLeaf>[0]), leaf)
})

t.test('an envelope that lost its ground is withheld, and the leaf stays', async (t) => {
  const table: [string, ListedEnvelope, Lapse | undefined, string, CaseStatus][] = [
    ['withdrawn', envelope(1), 'WITHDRAWN', 'WITHDRAWN', 'UPDATED'],
    ['objected to', envelope(1), 'OBJECTION', 'OBJECTION', 'UPDATED'],
    ['corrected', envelope(1), 'CORRECTED', 'CORRECTED', 'UPDATED'],
    ['purged', envelope(1, { jwe: null }), undefined, 'PURGED', 'NEW'],
    ['delivered before', envelope(1, { isDelivered: true }), undefined, 'DELIVERED_URGENT', 'NEW'],
    [
      'of an earlier month',
      envelope(1, { month: month('2026-07') }),
      undefined,
      'WITHDRAWN',
      'UPDATED',
    ],
    ['purged and withdrawn', envelope(1, { jwe: null }), 'WITHDRAWN', 'WITHDRAWN', 'UPDATED'],
  ]
  for (const [what, one, lapse, withheld, status] of table) {
    const pulled = pull([one, envelope(2)], lapse === undefined ? {} : { [id(1)]: lapse })
    t.strictSame(sealed(pulled)[0], { digest: digest(1), withheld }, what)
    t.strictSame(pulled.deliveryKeys, ['key-2'], 'no key that nothing needs')
    t.match(JSON.parse(textOf(pulled)), { statusAtPull: status }, what)
    t.strictSame(itemLeaf(JSON.parse(textOf(pulled)) as Parameters<typeof itemLeaf>[0]), leaf, what)
  }
})

t.test('a case of which nothing is left is withdrawn', async (t) => {
  const both = [envelope(1), envelope(2)]
  const gone = { [id(1)]: 'WITHDRAWN', [id(2)]: 'OBJECTION' } as const
  t.equal(pull(both, gone).status, 'WITHDRAWN')
  t.equal(pull(both, gone, 'UPDATED').status, 'WITHDRAWN')
  t.equal(pull(both, { ...gone, [id(2)]: 'CORRECTED' }).status, 'UPDATED')
  t.equal(pull(both, {}, 'WITHDRAWN').status, 'WITHDRAWN', 'and stays so')
  t.equal(pull(both, {}, 'UPDATED').status, 'UPDATED')
  const july = both.map((one) => ({ ...one, month: month('2026-07') }))
  t.equal(pull(july, {}, 'UPDATED').status, 'UPDATED', 'unless the household has others')
})

t.test('an envelope that was delivered once more says so', async (t) => {
  const again = envelope(1, { digest: digest(9), jwe: Buffer.from('sealed-again') })
  const [first] = sealed(pull([again, envelope(2)]))
  t.match(first, { digest: digest(1), redeliveredDigest: digest(9), jwe: 'sealed-again' })
})

t.test('an item whose envelopes are not those it lists is not sent', async (t) => {
  for (const envelopes of [[], [envelope(1)], [1, 2, 3].map((number) => envelope(number))]) {
    t.throws(() => pull(envelopes), { code: 'feed.integrity' })
  }
})

t.test('items stand where the list of a page was empty', async (t) => {
  const page = JSON.stringify({ statement: 'an \\"items\\":[] in a text', items: [], from: 0 })
  t.strictSame(
    JSON.parse(withItems(page, [['{"a":"é', Buffer.from('1'), '"}'], ['{"b":2}']]).toString()),
    {
      statement: 'an \\"items\\":[] in a text',
      items: [{ a: 'é1' }, { b: 2 }],
      from: 0,
    },
  )
  t.throws(() => withItems('{}', []), RangeError)
})
