import type { AddressInfo } from 'node:net'
import t from 'tap'
import { buildPublicApp } from '../../src/app.js'
import { isNode, readContract, resolved, type Node } from '../../src/http/contract-document.js'
import { compileValidator } from '../../src/http/validation.js'
import { bookOf, codesOf } from '../../src/reference/book.js'
import { itemCodes } from '../../src/reference/item-codes.js'
import { LANGUAGES } from '../../src/reference/reading.js'
import { sampleOf } from '../../src/reference/sample.js'
import { axeFindings, noBrowser, startBrowser } from '../helpers/browser.js'
import { edgeContext } from '../http/listener.js'

const document = readContract()
const book = bookOf(document, 'https://data.example/v1')

t.test('the reference', async (t) => {
  const app = buildPublicApp(edgeContext(), {
    dataUrl: 'https://data.example/v1',
    readiness: [],
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(() => app.close())
  const read = (path: string, headers = {}) => app.inject({ url: path, headers })
  const paths = [
    ...['', '/schemas', '/codes', '/search?q=sealing'],
    ...book.operations.map(({ operationId }) => `/operations/${operationId}`),
    ...book.schemas.map(([name]) => `/schemas/${name}`),
  ]

  await t.test('shows every operation and schema, and leads nowhere but to itself', async (t) => {
    const known = new Set<string>()
    for (const language of LANGUAGES) {
      for (const path of paths) {
        const page = await read(`/reference/${language}${path}`)
        t.equal(page.statusCode, 200, path)
        t.match(page.headers['content-security-policy'], /default-src 'none'.*script-src 'self'/)
        for (const [, href] of page.body.matchAll(/(?:href|src|action)="([^"]+)"/g)) {
          known.add(href!)
        }
      }
    }
    // The figures need a database; test/publication looks at them.
    for (const href of [...known].filter((path) => !path.startsWith('/statistics'))) {
      const [path = ''] = href.split('#')
      t.equal(path === '' || (await read(path)).statusCode === 200, true, href)
    }
  })

  await t.test('speaks the language that a browser names first', async (t) => {
    for (const [accept, language] of [
      ['en-GB,en;q=0.9,nl;q=0.8', 'en'],
      ['nl', 'nl'],
      ['de', 'nl'],
    ] as const) {
      const { statusCode, headers } = await read('/reference', { 'accept-language': accept })
      t.match(
        { statusCode, headers },
        { statusCode: 303, headers: { location: `/reference/${language}` } },
      )
    }
    for (const path of ['/reference/fr', '/reference/nl/operations/x', '/reference/nl/schemas/x']) {
      t.equal((await read(path)).statusCode, 404)
    }
  })

  await t.test('finds what is asked, and never shows a question as markup', async (t) => {
    const found = await read('/reference/en/search?q=postcode%20mismatch')
    t.match(found.body, 'codes#MUNICIPALITY_MISMATCH')
    t.match((await read('/reference/nl/search?q=verzegelsleutel')).body, 'putSealingKey')
    t.match((await read('/reference/en/search?q=batch.conflict')).body, '/problems/batch.conflict')
    const odd = await read('/reference/en/search?q=%3Cscript%3E')
    t.notMatch(odd.body, '<script>')
    t.match((await read('/reference/en/search?q=')).body, 'Nothing found')
    t.equal((await read('/reference/en/search')).statusCode, 200)
  })

  await t.test('explains the codes of items, for software', async (t) => {
    const codes = itemCodes(book)
    t.ok(codes.length > 30)
    for (const { code, cause, remedy } of codes) {
      for (const text of [cause.nl, cause.en, remedy.nl, remedy.en]) {
        t.ok(text.length > 3, code)
        t.notMatch(
          text,
          /\b(rows?|cells?|columns?|rij|cel|kolom|sjabloon)\b|npx|vroegsignaal (creditor|schuldeiser)/,
          code,
        )
      }
    }
  })

  await t.test('in a browser', { skip: noBrowser }, async (t) => {
    const { port } = app.server.address() as AddressInfo
    const browser = await startBrowser(t)
    const page = await browser.newPage()
    const requests: string[] = []
    const complaints: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    page.on('console', (message) => complaints.push(message.text()))
    const shown = [
      '/reference/nl',
      '/reference/en/operations/submitNotificationBatch',
      '/reference/nl/schemas/FeedItem',
      '/reference/en/codes',
      '/reference/nl/search?q=melding',
      '/problems',
      '/problems/signature.invalid',
    ]
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 900 })
      for (const path of shown) {
        await page.goto(`http://127.0.0.1:${port}${path}`)
        for (const summary of await page.locator('summary').all()) await summary.click()
        t.strictSame(await axeFindings(page), [], `${path} ${width}`)
        const wide = Number(await page.evaluate('document.documentElement.scrollWidth'))
        t.ok(wide <= width, `${path} fits ${width}`)
      }
    }
    await page.goto(`http://127.0.0.1:${port}/reference/en`)
    await page.locator('#q').fill('urgent')
    t.equal(await page.locator('[data-entry]:visible').count(), 2)
    t.equal(await page.locator('[role=status]').innerText(), '2 shown')
    await page.locator('#q').press('Enter')
    await page.waitForURL('**/search?q=urgent')
    t.ok((await page.locator('[data-entry]:visible').count()) > 2)
    t.strictSame(complaints, [])
    t.strictSame(
      requests.filter((url) => !url.startsWith(`http://127.0.0.1:${port}/`)),
      [],
    )
  })
})

t.test('examples of answers fit their schemas', async (t) => {
  for (const [name, schema] of book.schemas) {
    const fits = compileValidator(resolved(schema, document) as Node)
    t.strictSame(fits(sampleOf({ $ref: `#/components/schemas/${name}` }, document)), [], name)
  }
})

t.test('every text of the contract is there in Dutch as well', async (t) => {
  const lacking: string[] = []
  const look = (value: unknown, place: string): void => {
    if (Array.isArray(value)) return value.forEach((one, at) => look(one, `${place}/${at}`))
    if (!isNode(value)) return
    for (const member of ['description', 'summary']) {
      const isText = typeof value[member] === 'string' && place !== '/info'
      if (isText && typeof value[`x-${member}-nl`] !== 'string') lacking.push(`${place} ${member}`)
    }
    for (const [name, part] of Object.entries(value)) look(part, `${place}/${name}`)
  }
  look(document, '')
  t.strictSame(lacking, [])
})

t.test('an operation lists the refusals it may give, and none of other families', async (t) => {
  const codes = (tag: string, isSigned: boolean, status: number) =>
    codesOf({ tag, isSigned }, status)
  t.ok(codes('notifications', true, 401).includes('signature.invalid'))
  t.strictSame(codes('feeds', false, 401), [])
  t.ok(codes('notifications', true, 409).includes('batch.conflict'))
  t.notOk(codes('keys', true, 409).includes('batch.conflict'))
  t.notOk(codes('keys', true, 403).includes('form.forged'))
})
