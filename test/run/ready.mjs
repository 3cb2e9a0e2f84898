/**
 * `node test/run/ready.mjs <command> [arguments…]`: from a fresh clone to a running command, with nothing but Node 20 and npm.
 * Installs what is missing, builds what is stale, then runs the command under the Node 22 that came with the packages. It uses no
 * package itself, because it runs before there are any.
 */
import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { install } from './install.mjs'
import { node22 } from './node22.mjs'
import { interrupted, run } from './child.mjs'

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..')

/**
 * What each command needs built, and what it then starts. `quiet` ones own their standard output: builds talk on the other one.
 * A command with `asBuilt` starts at once when these packages are as they were built last: gulp and tsc would take longer to see that.
 */
const commands = {
  start: { build: 'build', script: 'test/lib/run/start.js' },
  test: { build: 'build', script: 'test/run/test.mjs' },
  build: { build: 'build' },
  package: { build: 'package' },
  lint: { build: 'build:types', script: 'test/run/lint.mjs' },
  provision: { build: 'build:types', script: 'provisioning/lib/cli.js', quiet: true },
  tenant: { build: 'build:types', script: 'test/lib/tenant/cli.js', quiet: true },
  rehearse: { build: 'build:types', script: 'test/lib/rehearsal/cli.js', quiet: true },
  match: {
    build: 'build:types',
    script: 'functions/lib/match/cli.js',
    quiet: true,
    asBuilt: ['functions', 'functions/domain', 'functions/contract', 'provisioning/lists'],
  },
  bench: { build: 'build:types', script: 'test/lib/bench/cli.js', quiet: true },
}

async function main([name, ...args]) {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    return refuse(
      `Tandem needs Node.js 20 or newer to start; this is ${process.version}. Install one from nodejs.org and try again.`,
    )
  }
  const command = Object.hasOwn(commands, name ?? '') ? commands[name] : undefined
  if (!command) return refuse(`There is no command ${JSON.stringify(name ?? '')}. Commands: ${Object.keys(commands).join(', ')}.`)

  process.chdir(root)
  const installed = await install(root)
  if (installed !== 0) return installed

  const node = node22(root)
  if (!node) {
    return refuse(
      `There is no Node 22 for ${process.platform}-${process.arch} among the packages; run this under Node 22.14 or newer.`,
    )
  }
  // Tools started further down find Node 22 first, too.
  process.env.PATH = [path.dirname(node), path.join(root, 'node_modules/.bin'), process.env.PATH].join(path.delimiter)

  const output = command.quiet ? 2 : 1
  if (command.quiet) process.env.TANDEM_BUILD_QUIET = 'yes'
  const built = isBuilt(command.asBuilt ?? [])
    ? 0
    : await run(node, ['node_modules/gulp/bin/gulp.js', '--silent', command.build], { stdio: ['ignore', output, 2] })
  if (interrupted()) return built || 130
  if (built !== 0) return refuse(`The build stopped at what stands above (gulp ${command.build}).`)
  if (!command.script) return 0

  if (!existsSync(command.script)) return refuse(`${command.script} was not built; run "npm run clean" and try again.`)
  return run(node, ['--disable-warning=ExperimentalWarning', command.script, ...args], { stdio: 'inherit' })
}

/** Whether nothing in the sources of these packages is younger than their last build. */
function isBuilt(packages) {
  return (
    packages.length > 0 &&
    packages.every((folder) => {
      const stamp = `${folder}/lib/.tsbuildinfo`
      if (!existsSync(stamp)) return false
      const { mtimeMs } = statSync(stamp)
      return readdirSync(`${folder}/src`, { recursive: true }).every(
        (name) => statSync(`${folder}/src/${name}`).mtimeMs < mtimeMs,
      )
    })
  )
}

function refuse(sentence) {
  process.stderr.write(`${sentence}\n`)
  return 1
}

process.exitCode = await main(process.argv.slice(2))
