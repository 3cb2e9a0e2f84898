/** `npm run lint`: eslint over the whole repository, then prettier's opinion. */
import { interrupted, run } from './child.mjs'
import { eslint, prettier } from './tools.mjs'

for (const [name, args] of Object.entries({ eslint, prettier })) {
  if (interrupted()) break
  const code = await run(process.execPath, args, { stdio: 'inherit' })
  if (code !== 0) process.exitCode = code
  process.stdout.write(code === 0 ? `${name}: nothing to say\n` : `${name}: see above\n`)
}
