import t from 'tap'
import {
  booleanArray,
  bytesArray,
  integerArray,
  packBytes,
  plainArray,
  textArray,
} from '../../src/db/arrays.js'
import { bulk } from '../../src/db/bulk.js'
import { inTransaction } from '../../src/db/transaction.js'
import { freshDatabase } from '../helpers/database.js'

t.test('arrays', async (t) => {
  const { db } = await freshDatabase(t)
  const read = async (type: string, literal: string) => {
    const text = `SELECT value FROM unnest($1::${type}[]) WITH ORDINALITY AS u (value, n) ORDER BY n`
    const rows = await inTransaction(db, 'test.array', { role: 'login' }, (tx) =>
      bulk(tx, text, [literal]),
    )
    return rows.map(({ value }) => value)
  }

  t.test('texts of any content arrive as they were', async (t) => {
    const texts = [
      '',
      ' ',
      'NULL',
      'null',
      '{}',
      ',',
      '"',
      '\\',
      '\\"',
      `a'b`,
      'é\n\t😀',
      '{"a"}',
      null,
    ]
    t.strictSame(await read('text', textArray(texts)), texts)
  })

  t.test('plain values arrive, and anything that needs quoting is refused', async (t) => {
    const ids = ['00000000-0000-4000-8000-000000000001', null]
    t.strictSame(await read('uuid', plainArray(ids)), ids)
    t.strictSame(await read('date', plainArray(['2026-08-31'])), ['2026-08-31'])
    t.strictSame(await read('timestamptz', plainArray(['2026-08-31T22:00:00.500Z'])), [
      '2026-08-31 22:00:00.5+00',
    ])
    for (const bad of ['', 'a b', '"', '\\', 'a,b', '{', 'é', 'a\n']) {
      t.throws(() => plainArray([bad]), RangeError)
    }
  })

  t.test('whole numbers arrive, others are refused', async (t) => {
    const most = Number.MAX_SAFE_INTEGER
    t.strictSame(await read('bigint', integerArray([0, -5, most, 2n ** 62n, null])), [
      '0',
      '-5',
      String(most),
      String(2n ** 62n),
      null,
    ])
    for (const bad of [0.5, Number.NaN, Infinity, 2 ** 53]) {
      t.throws(() => integerArray([bad]), RangeError)
    }
  })

  t.test('truth values and byte strings arrive', async (t) => {
    t.strictSame(await read('boolean', booleanArray([true, false, null])), [true, false, null])
    const bytes = [Buffer.alloc(0), Buffer.from([0, 255, 92, 34]), null]
    t.strictSame(await read('bytea', bytesArray(bytes)), bytes)
  })

  t.test('no values are an empty array, not one empty value', async (t) => {
    for (const literal of [textArray([]), plainArray([]), integerArray([]), bytesArray([])]) {
      t.strictSame(await read('text', literal), [])
    }
  })

  t.test('packed bytes are cut where they were joined', async (t) => {
    const values = [Buffer.from('one'), Buffer.alloc(0), Buffer.from([0, 1, 254, 255])]
    const { base64, starts, lengths } = packBytes(values)
    const rows = await inTransaction(db, 'test.packed', { role: 'login' }, (tx) =>
      bulk(
        tx,
        `WITH packed AS MATERIALIZED (SELECT decode($1, 'base64') AS bytes)
         SELECT substr(bytes, start, length) AS value
           FROM packed, unnest($2::integer[], $3::integer[]) AS cut (start, length)`,
        [base64, starts, lengths],
      ),
    )
    t.strictSame(
      rows.map(({ value }) => value),
      values,
    )
  })
})
