'use strict'

/**
 * The build, in order: types (tsc -b), the function app in one file (esbuild), what runs in the local pages (esbuild), the web parts
 * (Heft). Gulp only says what follows what and what may be skipped: SPFx itself has built with Heft since 1.22, and a step whose
 * inputs hash to what they hashed to last time does not run. tsc -b keeps its own account.
 */
const { spawn } = require('node:child_process')
const { createHash } = require('node:crypto')
const fs = require('node:fs/promises')
const { existsSync } = require('node:fs')
const path = require('node:path')
const esbuild = require('esbuild')
const { zipSync } = require('fflate')
const { series } = require('gulp')

const root = __dirname
const stamps = 'dist/.stamps'
const sppkg = 'spfx/sharepoint/solution/tandem.sppkg'
const portal = ['test/workbench/portal/browser/main.ts', 'test/workbench/portal/browser/main.tsx']

/** Bundles are made from sources, so that a type error elsewhere cannot leave yesterday's code in them. */
const sources = {
  '@tandem/lists': path.join(root, 'provisioning/lists/src/index.ts'),
  '@tandem/cards': path.join(root, 'adaptive-cards/src/index.ts'),
  '@tandem/domain': path.join(root, 'functions/domain/src/index.ts'),
  '@tandem/contract': path.join(root, 'functions/contract/src/index.ts'),
}

const types = step('types', {
  run: () => node('node_modules/typescript/bin/tsc', ['-b', '--pretty', 'false']),
})

/** The two packages the web parts are made of; Heft's webpack reads their compiled JavaScript. */
const sharedTypes = step('shared types', {
  run: () => node('node_modules/typescript/bin/tsc', ['-b', '--pretty', 'false', 'functions/contract']),
})

/** Function apps do not deploy workspace links; one file has none. functions-core is the one module the Functions host itself brings. */
const functions = step('function app', {
  inputs: ['functions', 'adaptive-cards/src', 'provisioning/lists/src'],
  outputs: ['functions/dist/main.cjs'],
  run: () =>
    bundle({
      entryPoints: ['functions/src/main.ts'],
      outfile: 'functions/dist/main.cjs',
      platform: 'node',
      format: 'cjs',
      target: 'node22',
      external: ['@azure/functions-core'],
      keepNames: true, // some Azure libraries look at class names
    }),
})

const webParts = step('web parts', {
  inputs: ['spfx', 'functions/contract', 'provisioning/lists'],
  outputs: [sppkg, 'dist/tandem.sppkg'],
  run: async () => {
    await heft('build', '--clean', '--production')
    await heft('package-solution', '--production')
    await fs.copyFile(sppkg, 'dist/tandem.sppkg')
  },
})

/** The script that brings SPFx web parts to life in a plain page; nothing of it is ever deployed. */
const workbench = step('workbench', {
  inputs: ['test/workbench/loader'],
  outputs: ['test/lib/workbench-browser.js'],
  run: () => page({ entryPoints: ['test/workbench/loader/browser/main.ts'], outfile: 'test/lib/workbench-browser.js' }),
})

/** The local portal: the pages where a visitor of `npm start` picks a person and finds mailbox, calendar, approvals and the clock. */
const portalPages = step('portal', {
  inputs: ['test/workbench', 'functions/contract/src', 'adaptive-cards/src', 'provisioning/lists/src'],
  outputs: ['test/lib/portal/main.js'],
  run: () => page({ entryPoints: [portal.find((file) => existsSync(file)) ?? portal[0]], outfile: 'test/lib/portal/main.js' }),
})

/** What Azure is given. Same bytes for the same sources, so that a deployment can be compared with a build. */
const functionsZip = step('functions.zip', {
  inputs: ['functions/dist/main.cjs', 'functions/host.json', 'package.json'],
  outputs: ['dist/functions.zip'],
  run: async () => {
    const { version } = JSON.parse(await fs.readFile('package.json', 'utf8'))
    const manifest = { name: 'tandem-functions', version, private: true, main: 'main.cjs' }
    const files = {
      'host.json': await fs.readFile('functions/host.json'),
      'main.cjs': await fs.readFile('functions/dist/main.cjs'),
      'package.json': Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`),
    }
    // A local date on purpose: zip entries carry local time, so every time zone writes the same bytes.
    await fs.writeFile('dist/functions.zip', zipSync(files, { level: 9, mtime: new Date(1980, 0, 1) }))
  },
})

async function clean() {
  const libraries = [
    'provisioning',
    'provisioning/lists',
    'adaptive-cards',
    'functions',
    'functions/domain',
    'functions/contract',
    'test',
  ]
  const ofHeft = ['lib', 'lib-commonjs', 'dist', 'release', 'temp', 'jest-output', 'sharepoint/solution', '.heft']
  const built = ['dist', 'functions/dist', ...libraries.map((name) => `${name}/lib`), ...ofHeft.map((name) => `spfx/${name}`)]
  await Promise.all(built.map((folder) => fs.rm(path.join(root, folder), { recursive: true, force: true })))
}

const build = series(types, functions, workbench, portalPages, webParts)

module.exports = {
  default: build,
  build,
  'build:types': types,
  'build:functions': functions,
  'build:pages': series(workbench, portalPages),
  'build:webparts': series(sharedTypes, webParts),
  package: series(build, functionsZip),
  'package:functions': series(functions, functionsZip),
  clean,
}

/** A task that says in one line what it did and how long it took, and does nothing when inputs and outputs are as it left them. */
function step(name, { inputs, outputs = [], run }) {
  const say = (text) => process.stdout.write(`${name.padEnd(14)} ${text}\n`)
  // Before a command that owns the screen, a build that has nothing to do has nothing to say.
  const quietBelowMs = process.env.TANDEM_BUILD_QUIET ? 4000 : -1
  const task = async () => {
    process.chdir(root)
    const start = Date.now()
    const stamp = path.join(stamps, name.replaceAll(' ', '-'))
    const hash = inputs && (await hashOf(inputs))
    if (hash && outputs.every((file) => existsSync(file)) && existsSync(stamp) && (await fs.readFile(stamp, 'utf8')) === hash) {
      if (quietBelowMs < 0) say('up to date')
      return
    }
    const patience = setTimeout(() => say('working …'), 4000)
    try {
      await fs.mkdir(stamps, { recursive: true })
      await fs.rm(stamp, { force: true })
      await run()
      if (hash) await fs.writeFile(stamp, hash)
      const tookMs = Date.now() - start
      if (tookMs > quietBelowMs) say(`${(tookMs / 1000).toFixed(1)} s`)
    } catch (error) {
      say(`failed\n${error.message}`)
      throw error
    } finally {
      clearTimeout(patience)
    }
  }
  // Not displayName: gulp would know an exported task by that instead of by its export.
  return Object.defineProperty(task, 'name', { value: name })
}

/** One hash over everything a step reads: the named files and folders, the installed versions, and this file. */
async function hashOf(inputs) {
  const made = new Set(['node_modules', 'lib', 'lib-commonjs', 'dist', 'release', 'temp', 'jest-output', 'sharepoint', '.heft'])
  const hash = createHash('sha256')
  const add = async (entry) => {
    if (!existsSync(entry)) return
    if ((await fs.stat(entry)).isDirectory()) {
      for (const name of (await fs.readdir(entry)).sort()) if (!made.has(name)) await add(`${entry}/${name}`)
    } else {
      hash.update(`${entry}\n`).update(await fs.readFile(entry))
    }
  }
  for (const input of [...inputs, 'package-lock.json', 'gulpfile.js', 'tsconfig.json']) await add(input)
  return hash.digest('hex')
}

function bundle(options) {
  return esbuild.build({ bundle: true, sourcemap: true, alias: sources, legalComments: 'none', logLevel: 'silent', ...options })
}

function page(options) {
  return bundle({
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    ...options,
  })
}

function heft(...args) {
  // Heft looks for itself in spfx/node_modules only; in one hoisted tree it must be told not to.
  return node('node_modules/@rushstack/heft/bin/heft', ['--unmanaged', ...args], 'spfx')
}

/** Runs a tool under this very Node and keeps quiet about it, unless it fails. */
function node(script, args, cwd = '.') {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(root, script), ...args], {
      cwd: path.join(root, cwd),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const stop = (signal) => child.kill(signal)
    process.once('SIGINT', stop).once('SIGTERM', stop)
    const output = []
    child.stdout.on('data', (data) => output.push(data))
    child.stderr.on('data', (data) => output.push(data))
    child.on('error', reject)
    child.on('close', (code) => {
      process.off('SIGINT', stop).off('SIGTERM', stop)
      const said = Buffer.concat(output).toString().trim()
      if (code === 0) resolve()
      else reject(new Error(said || `${script} ended with ${code}`))
    })
  })
}
