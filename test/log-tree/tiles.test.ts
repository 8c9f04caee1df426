import { createHash } from 'node:crypto'
import t from 'tap'
import {
  bundlePath,
  edgeRoot,
  encodeBundle,
  growTree,
  parseTilePath,
  splitHashes,
  tilePath,
  tileSlice,
  tilesOf,
  tileWidth,
  type Edge,
} from '../../src/log-tree/tiles.js'
import { leafHash, rootOf } from '../../src/log-tree/tree.js'
import { ENTRIES } from './vectors.js'

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

t.test('known answers', async (t) => {
  const bundle = encodeBundle(ENTRIES)
  t.equal(bundle.length, 45)
  t.equal(sha256(bundle), '8650c1daf323f4fe6aabf47fddbeb0e4587bedcea06c27270533819cff061ad1')
  t.equal(bundlePath(0, 5), 'tile/entries/000.p/5')
  const tile = Buffer.concat(ENTRIES.map(leafHash))
  t.equal(tile.length, 160)
  t.equal(sha256(tile), '989366cfb10f5dd2da8b8bbc2edde16e26bab99ce76da96f93e2cc246fe2f758')
  t.equal(tilePath({ level: 0, index: 0, width: 5 }), 'tile/0/000.p/5')
  t.equal(tilePath({ level: 1, index: 1_234_067, width: 256 }), 'tile/1/x001/x234/067')
  t.strictSame(splitHashes(tile), ENTRIES.map(leafHash))
})

t.test('70,000 leaves fill the tiles of the worked example', async (t) => {
  const tiles = [...tilesOf(70_000)]
  const full = (level: number) => tiles.filter((x) => x.level === level && x.width === 256).length
  t.strictSame([full(0), full(1), full(2)], [273, 1, 0])
  t.strictSame(tiles.filter(({ width }) => width < 256).map(tilePath), [
    'tile/0/273.p/112',
    'tile/1/001.p/17',
    'tile/2/000.p/1',
  ])
  t.strictSame(
    [
      tileWidth(0, 273, 70_000),
      tileWidth(0, 274, 70_000),
      tileWidth(1, 1, 70_000),
      tileWidth(0, 3, 70_000),
    ],
    [112, 0, 17, 256],
  )
  t.strictSame([...tilesOf(0)], [])
})

t.test('a path is read back in its one spelling', async (t) => {
  for (const path of ['tile/0/000', 'tile/63/x001/x234/067', 'tile/2/255.p/255']) {
    const tile = parseTilePath(path)
    t.ok(tile !== undefined && 'level' in tile && tilePath(tile) === path, path)
  }
  t.strictSame(parseTilePath('tile/entries/x001/000.p/7'), { bundle: 1000, width: 7 })
  for (const path of [
    'tile/0/0',
    'tile/0/x000/001',
    'tile/00/001',
    'tile/64/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/x001',
    'tile/0/x999/x999/x999/x999/x999/x999/999',
    '/tile/0/000',
    'tile/0/000/',
    'checkpoint',
  ]) {
    t.equal(parseTilePath(path), undefined, path)
  }
})

t.test('a tree grown from its right edge, in steps of any size', async (t) => {
  const total = 70_000
  const leaves = Array.from({ length: total }, (_, at) => leafHash(Buffer.from(String(at))))
  let edge: Edge = []
  const nodes = new Map<string, Buffer>()
  let size = 0
  for (const step of [1, 254, 1, 1, 3000, 255, 62_024, 4000, 464]) {
    const grown = growTree(size, edge, leaves.slice(size, size + step))
    edge = grown.edge
    for (const { level, index, hash } of grown.roots) nodes.set(`${level}/${index}`, hash)
    size += step
    t.ok(edgeRoot(edge).equals(rootOf(leaves.slice(0, size))), `root of ${size}`)
  }
  t.equal(size, total)
  t.equal(nodes.size, 273 + 1)
  t.ok(nodes.get('1/272')?.equals(rootOf(leaves.slice(272 * 256, 273 * 256))))
  t.ok(nodes.get('2/0')?.equals(rootOf(leaves.slice(0, 65_536))))
  t.ok(edgeRoot([]).equals(rootOf([])))
})

t.test('a full sub-tree is a slice of one tile', async (t) => {
  t.strictSame(tileSlice({ height: 0, index: 300 }), {
    tile: { level: 0, index: 1, width: 256 },
    from: 44,
    to: 45,
  })
  t.strictSame(tileSlice({ height: 7, index: 3 }), {
    tile: { level: 0, index: 1, width: 256 },
    from: 128,
    to: 256,
  })
  t.strictSame(tileSlice({ height: 9, index: 129 }), {
    tile: { level: 1, index: 1, width: 256 },
    from: 2,
    to: 4,
  })
})
