import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { jsonItems } from '../../../src/cli/delivery/json-items.js'
import { lookAt } from '../../../src/cli/files/text-encoding.js'

t.test('what would not be signed as it stands in the file is refused', async (t) => {
  const folder = t.testdir({})
  const read = async (name: '.json' | '.ndjson', text: string) => {
    const path = join(folder, `items${name}`)
    writeFileSync(path, text)
    const items: unknown[] = []
    for await (const { item } of jsonItems(path, name, await lookAt(path))) items.push(item)
    return items
  }
  t.strictSame(await read('.json', '[{"a":1}]'), [{ a: 1 }])
  t.strictSame(await read('.ndjson', '\ufeff{"a":1}\n\n{"a":2}\n'), [{ a: 1 }, { a: 2 }])
  for (const text of ['{"Jansen":1,"Jansen":2}', '{"__proto__":{"a":1}}', '{"Jansen"']) {
    for (const [name, whole] of [
      ['.json', `[${text}]`],
      ['.ndjson', text],
    ] as const) {
      const refused = await read(name, whole).catch((error: unknown) => error as Error)
      t.match(refused, { code: 'file.json', exitCode: 2 }, whole)
      t.notMatch(String((refused as Error).message), /Jansen/)
    }
  }
})

t.test('a file without notifications is no delivery', async (t) => {
  const folder = t.testdir({ 'a.json': '[]', 'b.ndjson': '\n', 'c.ndjson': '' })
  for (const [name, extension] of [
    ['a.json', '.json'],
    ['b.ndjson', '.ndjson'],
    ['c.ndjson', '.ndjson'],
  ] as const) {
    const path = join(folder, name)
    const items = jsonItems(path, extension, await lookAt(path))
    await t.rejects(items.next(), { code: 'file.empty', exitCode: 2 }, name)
  }
})
