import Module from 'node:module'

/** What the host hands to, and takes from, the programming model. Only the fields our kinds of triggers use. */
export interface RpcData {
  readonly string?: string
  readonly json?: string
  readonly bytes?: Uint8Array
  readonly int?: number
  readonly double?: number
  readonly http?: RpcHttp
}
export interface RpcHttp {
  readonly method?: string
  readonly url?: string
  readonly nullableHeaders?: Record<string, { value: string }>
  readonly nullableQuery?: Record<string, { value: string }>
  readonly nullableParams?: Record<string, { value: string }>
  readonly statusCode?: string
  readonly headers?: Record<string, string>
  readonly cookies?: readonly unknown[]
  readonly body?: RpcData
}
export interface Binding {
  readonly type: string
  readonly direction: string
  readonly [option: string]: unknown
}
export type Callback = (...args: unknown[]) => unknown
export interface RegisteredFunction {
  readonly name: string
  readonly bindings: Readonly<Record<string, Binding>>
  readonly retryOptions: unknown
  readonly callback: Callback
}
export interface InvocationResponse {
  readonly returnValue?: RpcData | null
  readonly outputData?: readonly { readonly name: string; readonly data: RpcData }[]
}
/** Implemented by `@azure/functions`, which registers itself as the app's first function does. */
export interface ProgrammingModel {
  getCapabilities(offered: Record<string, string>): Promise<Record<string, string>>
  getInvocationModel(context: object): {
    getArguments(): Promise<{ context: unknown; inputs: unknown[] }>
    invokeFunction(context: unknown, inputs: unknown[], callback: Callback): Promise<unknown>
    getResponse(context: unknown, result: unknown): Promise<InvocationResponse>
  }
}
export interface CoreLog {
  readonly level: string
  readonly category: string
  readonly message: string
  readonly functionName?: string
}

const hookNames = ['appStart', 'appTerminate', 'preInvocation', 'postInvocation', 'log'] as const
type HookName = (typeof hookNames)[number]
type Hook = (context: object) => unknown

class FunctionsSystemError extends Error {
  readonly isAzureFunctionsSystemError = true
}

class Disposable {
  static from = (...all: { dispose(): unknown }[]) => new Disposable(() => all.forEach((one) => one.dispose()))
  constructor(private readonly onDispose: () => unknown) {}
  dispose() {
    return this.onDispose()
  }
}

/**
 * The module `@azure/functions-core`, which in Azure exists only inside the Node worker. Functions and hooks land here;
 * after `lock()` no function may be added, as in the real worker, where the host has indexed them by then.
 */
export function createFunctionsCore(sink: (line: CoreLog) => void) {
  const functions = new Map<string, RegisteredFunction>()
  const hooks: Record<HookName, Hook[]> = { appStart: [], appTerminate: [], preInvocation: [], postInvocation: [], log: [] }
  const hookData = { appHookData: {}, hookData: {} }
  let model: ProgrammingModel | undefined
  let locked = false

  const log = (line: CoreLog) => {
    const context = { ...line, ...hookData }
    if (line.category === 'user') hooks.log.forEach((hook) => hook(context)) // a log hook may rewrite level and message
    sink(context)
  }
  const onlyAtStart = (what: string) => {
    if (locked) throw new FunctionsSystemError(`A function can only be ${what} during app startup.`)
  }
  const api = Object.freeze({
    version: '3.12.0-local',
    hostVersion: '4.1046.0-local',
    Disposable,
    log: (level: string, category: string, message: string) => log({ level, category, message }),
    setProgrammingModel: (given: ProgrammingModel) => void (model = given),
    getProgrammingModel: () => model,
    registerHook(name: string, hook: Hook) {
      const known = hookNames.find((hookName) => hookName === name)
      if (!known) throw new FunctionsSystemError(`Unrecognized hook "${name}".`)
      hooks[known].push(hook)
      return new Disposable(() => (hooks[known] = hooks[known].filter((other) => other !== hook)))
    },
    registerFunction(metadata: { name: string; bindings: Record<string, Binding>; retryOptions?: unknown }, callback: Callback) {
      onlyAtStart('registered')
      const { name, retryOptions } = metadata
      if (functions.has(name)) throw new FunctionsSystemError(`A function with name "${name}" has already been registered.`)
      // The real host gets bindings as JSON; what JSON cannot carry is lost there and so must be here.
      const bindings = JSON.parse(JSON.stringify(metadata.bindings)) as Record<string, Binding>
      functions.set(name, { name, bindings, retryOptions, callback })
      return new Disposable(() => {
        onlyAtStart('disposed')
        functions.delete(name)
      })
    },
  })
  return {
    functions,
    hookData,
    log,
    lock: () => void (locked = true),
    async runHooks(name: HookName, context: object) {
      for (const hook of hooks[name]) await hook(context)
    },
    model(): ProgrammingModel {
      if (!model)
        throw new Error('The app registered no function. Its entry has to call app.http, app.storageQueue or app.timer.')
      return model
    },
    /** `@azure/functions` is CommonJS, so one hook in the CommonJS loader serves ESM apps, CommonJS apps and bundles alike. */
    install() {
      // `_load` is what every `require` goes through; Node offers no public hook that also works for bundled code.
      const loader = Module as unknown as { _load: (request: string, ...rest: unknown[]) => unknown }
      const load = loader._load
      loader._load = function (this: unknown, request, ...rest) {
        return request === '@azure/functions-core' ? api : load.call(this, request, ...rest)
      }
    },
  }
}
export type FunctionsCore = ReturnType<typeof createFunctionsCore>
