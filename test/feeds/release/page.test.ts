import t from 'tap'
import type { CaseStatus, Lapse } from '../../../src/cases/index.js'
import { itemLeaf } from '../../../src/client/feed.js'
import { itemText, type ClosedItem } from '../../../src/feeds/item.js'
import {
  pullItem,
  withItems,
  type ListedEnvelope,
  type ListedNotification,
  type Pieces,
} from '../../../src/feeds/release/page.js'
import { creditor, id } from '../../cases/build.js'

const digest = (number: number) => String(number).padStart(2, '0').repeat(32)
type Overrides = Partial<ListedEnvelope> & { isEarlier?: true }
const listed = (
  number: number,
  { isEarlier, ...overrides }: Overrides = {},
): ListedNotification => ({
  creditor: creditor(1),
  notificationId: id(number),
  isEarlier: isEarlier === true,
  envelope: isEarlier
    ? undefined
    : {
        deliveryKey: `key-${number}`,
        jwe: Buffer.from(`sealed-${number}`),
        digest: digest(number),
        ...overrides,
      },
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
  notifications: readonly ListedNotification[],
  lapses: Readonly<Record<string, Lapse>> = {},
  {
    status = 'NEW',
    delivered = [],
    disputed = [],
  }: { status?: CaseStatus; delivered?: string[]; disputed?: string[] } = {},
) =>
  pullItem(
    { text, status, notifications },
    {
      lapseOf: (one) => lapses[one.notificationId],
      isDelivered: (one) => delivered.includes(one.notificationId),
      isDisputed: (one) => disputed.includes(one.notificationId),
    },
  )
const textOf = ({ pieces }: { pieces: Pieces }) => pieces.map(String).join('')
const sealed = (pulled: { pieces: Pieces }) =>
  (
    JSON.parse(textOf(pulled)) as { notifications: { sealedIdentity: unknown }[] }
  ).notifications.map(({ sealedIdentity }) => sealedIdentity)

t.test('an item is sent with its envelopes, and its leaf is the one that was closed', async (t) => {
  const pulled = pull([listed(1), listed(2)])
  t.strictSame(sealed(pulled), [
    { digest: digest(1), deliveryKeyId: 'key-1', jwe: 'sealed-1' },
    { digest: digest(2), deliveryKeyId: 'key-2', jwe: 'sealed-2' },
  ])
  t.strictSame(pulled.deliveryKeys, ['key-1', 'key-2'])
  t.match(JSON.parse(textOf(pulled)), { statusAtPull: 'NEW', caseId: id(50) })
  t.strictSame(itemLeaf(JSON.parse(textOf(pulled)) as Parameters<typeof itemLeaf>[0]), leaf)
})

t.test('an envelope that lost its ground is withheld, and the leaf stays', async (t) => {
  const table: [string, ListedNotification, Lapse | undefined, string, CaseStatus][] = [
    ['withdrawn', listed(1), 'WITHDRAWN', 'WITHDRAWN', 'UPDATED'],
    ['objected to', listed(1), 'OBJECTION', 'OBJECTION', 'UPDATED'],
    ['corrected', listed(1), 'CORRECTED', 'CORRECTED', 'UPDATED'],
    ['purged', listed(1, { jwe: null }), undefined, 'PURGED', 'NEW'],
    ['of an earlier month', listed(1, { isEarlier: true }), undefined, 'WITHDRAWN', 'UPDATED'],
    ['purged and withdrawn', listed(1, { jwe: null }), 'WITHDRAWN', 'WITHDRAWN', 'UPDATED'],
  ]
  for (const [what, one, lapse, withheld, status] of table) {
    const pulled = pull([one, listed(2)], lapse === undefined ? {} : { [id(1)]: lapse })
    t.strictSame(sealed(pulled)[0], { digest: digest(1), withheld }, what)
    t.strictSame(pulled.deliveryKeys, ['key-2'], 'no key that nothing needs')
    t.match(JSON.parse(textOf(pulled)), { statusAtPull: status }, what)
    t.strictSame(itemLeaf(JSON.parse(textOf(pulled)) as Parameters<typeof itemLeaf>[0]), leaf, what)
  }
})

t.test('an envelope that was acknowledged in the urgent lane does not come again', async (t) => {
  const pulled = pull([listed(1), listed(2)], {}, { delivered: [id(2)] })
  t.strictSame(sealed(pulled)[1], { digest: digest(2), withheld: 'DELIVERED_URGENT' })
  t.strictSame(pulled.deliveryKeys, ['key-1'])
  t.equal(pulled.status, 'NEW')
})

t.test('a case of which nothing is left is withdrawn', async (t) => {
  const both = [listed(1), listed(2)]
  const gone = { [id(1)]: 'WITHDRAWN', [id(2)]: 'OBJECTION' } as const
  t.equal(pull(both, gone).status, 'WITHDRAWN')
  t.equal(pull(both, gone, { status: 'UPDATED' }).status, 'WITHDRAWN')
  t.equal(pull(both, { ...gone, [id(2)]: 'CORRECTED' }).status, 'UPDATED')
  t.equal(pull(both, {}, { status: 'WITHDRAWN' }).status, 'WITHDRAWN', 'and stays so')
  t.equal(pull(both, {}, { status: 'UPDATED' }).status, 'UPDATED')
  const july = [1, 2].map((number) => listed(number, { isEarlier: true }))
  t.equal(
    pull(july, {}, { status: 'UPDATED' }).status,
    'UPDATED',
    'unless the household has others',
  )
})

t.test('an envelope that was delivered once more says so', async (t) => {
  const again = listed(1, { digest: digest(9), jwe: Buffer.from('sealed-again') })
  const [first] = sealed(pull([again, listed(2)]))
  t.match(first, { digest: digest(1), redeliveredDigest: digest(9), jwe: 'sealed-again' })
})

t.test('an item whose envelopes are not those it lists is not sent', async (t) => {
  const gone = { ...listed(2), envelope: undefined }
  const three = [1, 2, 3].map((number) => listed(number))
  for (const notifications of [[], [listed(1)], three, [listed(1), gone]]) {
    t.throws(() => pull(notifications), { code: 'feed.integrity' })
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

t.test('what is disputed goes on and says so, withheld or not, outside the leaf', async (t) => {
  const all = [listed(1), listed(2)]
  const pulled = pull(all, { [id(2)]: 'RESTRICTED' }, { disputed: [id(1), id(2)] })
  t.strictSame(sealed(pulled), [
    { digest: digest(1), disputed: true, deliveryKeyId: 'key-1', jwe: 'sealed-1' },
    { digest: digest(2), disputed: true, withheld: 'RESTRICTED' },
  ])
  t.strictSame(itemLeaf(JSON.parse(textOf(pulled)) as Parameters<typeof itemLeaf>[0]), leaf)
})
