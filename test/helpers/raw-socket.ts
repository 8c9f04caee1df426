import { connect } from 'node:tls'

/** How a raw connection is made: the files of a party that may connect, in PEM. */
export interface RawCredentials {
  readonly cert: string
  readonly key: string
  readonly ca: string
}

/**
 * Writes bytes that no HTTP library would, and returns what came back when the other side closed or
 * had nothing more to say.
 *
 * @param hangUp Breaks the connection off after the last byte, without waiting for an answer.
 */
export function sendRaw(
  port: number,
  credentials: RawCredentials,
  pieces: readonly (string | Buffer)[],
  hangUp = false,
): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', servername: 'localhost', port, ...credentials })
    let answer = ''
    const end = () => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(700, end)
    socket.on('data', (piece: Buffer) => (answer += piece.toString('latin1')))
    socket.on('error', end)
    socket.on('close', end)
    socket.on('secureConnect', () => {
      for (const piece of pieces) socket.write(piece)
      if (hangUp) socket.write('', () => setTimeout(end, 50))
    })
  })
}
