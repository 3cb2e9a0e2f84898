import type { DatabaseSync } from 'node:sqlite'

/**
 * node:sqlite warns once that it is experimental. Everybody who starts the tenant would read that and wonder, so exactly this
 * one warning is held back; it must be asked for by getBuiltinModule, because a static import is loaded before any code runs.
 */
export function openDatabase(file: string): DatabaseSync {
  const real = process.getBuiltinModule('node:process')
  const emit = real.emitWarning
  const quiet = (...all: Parameters<typeof emit>): void => {
    const text = typeof all[0] === 'string' ? all[0] : all[0].message
    if (!text.includes('SQLite is an experimental feature')) emit.apply(real, all)
  }
  real.emitWarning = quiet as typeof emit
  try {
    const sqlite = process.getBuiltinModule('node:sqlite')
    return new sqlite.DatabaseSync(file)
  } finally {
    real.emitWarning = emit
  }
}
