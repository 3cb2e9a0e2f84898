/** Passes a request on and its answer back: one origin for the browser, as a company's own domain would be. */
export async function passOn(
  request: Request,
  target: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const sent = new Headers(request.headers)
  for (const name of hopByHop) sent.delete(name)
  for (const [name, value] of Object.entries(headers)) sent.set(name, value)
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD'
  let answer: Response
  try {
    // Read in full: the local function host takes no chunked bodies, as Azure's does not.
    answer = await fetch(target, {
      method: request.method,
      headers: sent,
      redirect: 'manual',
      ...(hasBody && { body: await request.arrayBuffer() }),
    })
  } catch {
    return problem(502, 'outage', 'The service does not answer at the moment. Try again in a few seconds.')
  }
  const given = new Headers(answer.headers)
  for (const name of [...hopByHop, 'content-encoding']) given.delete(name)
  return new Response(answer.body, { status: answer.status, headers: given })
}

/** The shape in which the API itself reports failures, so that its pages show this one as they show those. */
export const problem = (status: number, kind: string, message: string): Response =>
  Response.json({ error: { kind, message } }, { status })

const hopByHop = [
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'accept-encoding',
  'cookie',
  'origin',
  'referer',
]
