import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { JsonWebKey } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { HubError } from '../kernel/errors.js'
import { contractPath, readContract } from './contract-document.js'
import { PREFIX } from './contract.js'
import { toOpenApi30 } from './openapi-30.js'

/** A file of the public log, in the layout of C2SP tlog-tiles. */
export interface PublicFile {
  readonly bytes: Buffer
  readonly contentType: string
  /** Whether it never changes, as tiles do not. */
  readonly isImmutable: boolean
}

/** One version of a processing activity as anybody may read it. */
export interface PublicActivity {
  readonly id: string
  readonly version: number
}

/** What the public listener shows beside the contract. */
export interface Reference {
  /** Base address of the data listener as callers reach it, with /v1; the contract's own if absent. */
  readonly dataUrl?: string
  /** Public JWK set of the hub. */
  readonly keys: () => { readonly keys: readonly JsonWebKey[] }
  /** What the hub does with data, each version under the address that entries of the log name. */
  readonly activities: readonly PublicActivity[]
  /** A file of the log by its path, `checkpoint`, `vkey`, `tile/…`; `undefined` when there is none. */
  readonly logFile: (path: string) => Promise<PublicFile | undefined>
}

/**
 * What anybody may read: the contract and its 3.0 twin, the keys of
 * the hub, and the public part of the log. From any origin: there is nothing personal in it.
 */
export async function registerReference(app: FastifyInstance, reference: Reference): Promise<void> {
  app.addHook('onSend', async (_request, reply) => {
    void reply.header('access-control-allow-origin', '*')
  })
  await registerContract(app, reference.dataUrl)
  app.get('/keys', async (_request, reply) =>
    reply.type('application/jwk-set+json').send(JSON.stringify(reference.keys())),
  )
  registerActivities(app, reference.activities)
  registerLog(app, reference.logFile)
}

async function registerContract(app: FastifyInstance, dataUrl: string | undefined): Promise<void> {
  const contract = readContract()
  const document =
    dataUrl === undefined
      ? contract
      : { ...contract, servers: [{ ...serverOf(contract), url: dataUrl }] }
  // It serves nothing by itself: the addresses are ours.
  await app.register(swagger, { mode: 'static', specification: { document: document as never } })
  const json = JSON.stringify(app.swagger())
  const yaml = app.swagger({ yaml: true })
  const twin = JSON.stringify(toOpenApi30(document))
  app.get(`${PREFIX}/openapi.json`, async (_request, reply) => sendJson(reply, json))
  app.get(`${PREFIX}/openapi-3.0.json`, async (_request, reply) => sendJson(reply, twin))
  app.get(`${PREFIX}/openapi.yaml`, async (_request, reply) =>
    reply.type('application/yaml').send(yaml),
  )
  const examples = readExamples()
  app.get<{ Params: { name: string } }>(`${PREFIX}/examples/:name`, async ({ params }, reply) => {
    const example = examples.get(params.name)
    if (example === undefined) throw unknown()
    return sendJson(reply, example)
  })
}

function serverOf(contract: ReturnType<typeof readContract>): object {
  const servers = contract['servers']
  return Array.isArray(servers) ? (servers[0] as object) : {}
}

/** The bodies that the contract refers to, by file name; a name that is not here reads no file. */
function readExamples(): ReadonlyMap<string, string> {
  const folder = join(dirname(contractPath()), 'examples')
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

function registerActivities(app: FastifyInstance, activities: readonly PublicActivity[]): void {
  const address = ({ id, version }: PublicActivity) =>
    `/processing-activities/${id}/versions/${version}`
  app.get('/processing-activities', async (_request, reply) => {
    const list = activities.map((activity) => ({ ...activity, href: address(activity) }))
    return sendJson(reply, JSON.stringify({ processingActivities: list }))
  })
  for (const activity of activities) {
    app.get(address(activity), async (_request, reply) => sendJson(reply, JSON.stringify(activity)))
  }
}

function registerLog(app: FastifyInstance, logFile: Reference['logFile']): void {
  app.get<{ Params: { '*': string } }>('/log/*', async ({ params }, reply) => {
    const file = await logFile(params['*'])
    if (file === undefined) throw unknown()
    if (file.isImmutable) void reply.header('cache-control', 'public, max-age=31536000, immutable')
    return reply.type(file.contentType).send(file.bytes)
  })
}

function sendJson(reply: FastifyReply, text: string): FastifyReply {
  return reply.type('application/json').send(text)
}

function unknown(): HubError {
  return new HubError('route.unknown', 'There is nothing at this path.')
}
