import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../src/package-root.js'

/**
 * Lays out a folder as `npm install` of our package would: compiled by what `prepare` runs, holding no
 * more than what `npm pack` takes along, its dependencies beside it.
 *
 * @param folder Gets `node_modules`.
 */
export function installPackage(folder: string): void {
  const root = packageRoot()
  const home = join(folder, 'node_modules', 'vroegsignaal')
  mkdirSync(home, { recursive: true })
  for (const project of ['tsconfig.build.json', 'src/client/tsconfig.json']) {
    const info = join(folder, `${project.replaceAll('/', '-')}.info`)
    const out = ['--outDir', join(home, '.build'), '--tsBuildInfoFile', info]
    execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', join(root, project), ...out])
  }
  for (const path of packedFiles()) {
    if (!path.startsWith('.build/')) cpSync(join(root, path), join(home, path))
  }
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (!name.startsWith('.')) {
      symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name))
    }
  }
}

/** What `npm pack` would put into the package, as paths in it. */
export function packedFiles(): readonly string[] {
  const said = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: packageRoot(),
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [pack] = JSON.parse(said.toString()) as { files: { path: string }[] }[]
  return pack!.files.map(({ path }) => path)
}
