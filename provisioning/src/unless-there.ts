/**
 * Makes something that must be there once. The client repeats a request whose answer got lost, and the second one is then refused
 * because the first was not: whoever was refused looks again before calling it a failure.
 */
export async function unlessThere(isThere: () => Promise<boolean>, make: () => Promise<unknown>): Promise<void> {
  if (await isThere()) return
  try {
    await make()
  } catch (error) {
    if (!(await isThere())) throw error
  }
}
