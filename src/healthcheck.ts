import { get as getHttp } from 'node:http'
import { get as getHttps } from 'node:https'
import { readConfig } from './config.js'

// Entry of its own, for container engines: ends with 0 when this machine's hub is ready, else 1.
// Asks in TLS first and in clear when that fails, because a proxy may do the TLS of the public
// listener. The certificate is not looked at: nothing is sent, and only a status is believed.

const TIMEOUT_MS = 4_000
const { port } = readConfig().public
const target = { host: '127.0.0.1', port, path: '/health/ready', timeout: TIMEOUT_MS }

const isReady = (await statusOf(true)) === 200 || (await statusOf(false)) === 200
process.exitCode = isReady ? 0 : 1

function statusOf(tls: boolean): Promise<number | undefined> {
  return new Promise((done) => {
    const request = tls ? getHttps({ ...target, rejectUnauthorized: false }) : getHttp(target)
    request.once('response', (response) => {
      response.resume()
      done(response.statusCode)
    })
    request.once('timeout', () => request.destroy())
    request.once('error', () => done(undefined))
    request.once('close', () => done(undefined))
  })
}
