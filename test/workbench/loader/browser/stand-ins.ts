/**
 * Modules of Microsoft's that exist only on SharePoint's servers: telemetry about editors, lazy loading, and the property pane's
 * own controls. A reading page calls none of them for a result, so a thing that takes every call and answers nothing will do.
 */
export function isLeftOut(name: string): boolean {
  return name.startsWith('@msinternal/') || name.startsWith('@ms/')
}

export function standIn(name: string): unknown {
  if (name === '@msinternal/sp-edit-customer-promise') {
    return { _EditModeCustomerPromiseHandler: nothing(name), _logFailuresForEditCustomerPromise: () => undefined }
  }
  return nothing(name)
}

/** A function, class and object that answers every property with another of its kind. */
function nothing(name: string): unknown {
  const members = new Map<PropertyKey, unknown>()
  const target = function () {}
  return new Proxy(target, {
    get(_, key) {
      if (key === '__esModule') return true
      if (key === 'then') return undefined // or every `await` of it would wait for ever
      if (key === 'prototype') return target.prototype as unknown
      if (key === Symbol.toPrimitive || key === 'toString') return () => `[left out: ${name}]`
      if (!members.has(key)) members.set(key, nothing(`${name}.${String(key)}`))
      return members.get(key)
    },
    apply: () => undefined,
    construct: () => ({}),
  })
}
