import { randomBytes, randomUUID } from 'node:crypto'
import type { FunctionsCore, InvocationResponse, RegisteredFunction, RpcData } from './functions-core.js'

export interface Invocation {
  /** What the function returned, after the hooks had their say. */
  readonly result: unknown
  readonly response: InvocationResponse
}
export type Invoke = (fn: RegisteredFunction, input: RpcData, triggerMetadata?: Record<string, RpcData>) => Promise<Invocation>

/** One invocation in the order of the Node worker: arguments, hooks, function, hooks, response. */
export function createInvoke(core: FunctionsCore, timeoutMs: number): Invoke {
  return async (fn, input, triggerMetadata = {}) => {
    const invocationId = randomUUID()
    const coreContext = {
      invocationId,
      request: {
        invocationId,
        functionId: fn.name,
        inputData: [{ name: triggerOf(fn).name, data: input }],
        triggerMetadata,
        traceContext: {
          traceParent: `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`,
          traceState: '',
          attributes: {},
        },
      },
      metadata: { name: fn.name, functionId: fn.name, bindings: fn.bindings, retryOptions: fn.retryOptions },
      state: 'preInvocationHooks' as string | undefined,
      log: (level: string, category: string, message: string) => core.log({ level, category, message, functionName: fn.name }),
    }
    const model = core.model().getInvocationModel(coreContext)
    const { context, inputs } = await model.getArguments()
    const shared = { hookData: {}, appHookData: core.hookData.appHookData, invocationContext: context }

    const before = { ...shared, inputs, functionCallback: fn.callback }
    await core.runHooks('preInvocation', before)

    const after = { ...shared, inputs: before.inputs, result: undefined as unknown, error: null as unknown }
    coreContext.state = 'invocation'
    try {
      after.result = await withinTime(model.invokeFunction(context, before.inputs, before.functionCallback), timeoutMs)
    } catch (error) {
      after.error = error ?? new Error('The function threw nothing at all.')
    }
    coreContext.state = 'postInvocationHooks'
    await core.runHooks('postInvocation', after)
    coreContext.state = undefined
    if (after.error) throw after.error
    return { result: after.result, response: await model.getResponse(context, after.result) }
  }
}

export function triggerOf(fn: RegisteredFunction) {
  const found = Object.entries(fn.bindings).find(([, binding]) => /trigger$/i.test(binding.type))
  if (!found) throw new Error(`Function "${fn.name}" has no trigger.`)
  return { name: found[0], binding: found[1], type: found[1].type.toLowerCase() }
}

/** Azure kills the whole worker here; failing the one invocation is the gentler half of that. */
async function withinTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It took longer than the functionTimeout of ${timeoutMs / 1000} s.`)), timeoutMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
