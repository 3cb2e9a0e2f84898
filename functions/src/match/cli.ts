#!/usr/bin/env node
import { runMatch } from './command.js'

process.exitCode = await runMatch(process.argv.slice(2), {
  folder: process.env['INIT_CWD'] ?? process.cwd(),
  progress: process.stderr.isTTY ? (line) => process.stderr.write(line) : null,
  complain: (line) => console.error(line),
})
