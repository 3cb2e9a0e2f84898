import { randomUUID } from 'node:crypto'

/** Requests as bare as they can be made: what is measured is the tenant, and only a little of the client. */
export class Wire {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** The answer as text; anything but a success is an error of the bench. */
  async text(method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<string> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text.slice(0, 500)}`)
    return text
  }

  get = (path: string): Promise<string> => this.text('GET', path)

  post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<string> =>
    this.text('POST', path, JSON.stringify(body), headers)

  /** Whether the tenant has this route at all. */
  async serves(path: string): Promise<boolean> {
    const { status } = await fetch(`${this.url}${path}`, { headers: { authorization: `Bearer ${this.token}` } })
    return status !== 501
  }

  /** A SharePoint $batch as @pnp/sp writes one. Answers how many parts succeeded. */
  async batch(site: string, parts: readonly { method: string; path: string; body?: unknown }[]): Promise<number> {
    const [outer, inner] = [`batch_${randomUUID()}`, `changeset_${randomUUID()}`]
    const lines = parts.map(({ method, path, body }) => {
      const request = `Content-Type: application/http\nContent-Transfer-Encoding: binary\n\n${method} ${this.url}${site}/_api/${path} HTTP/1.1\naccept: application/json\ncontent-type: application/json;charset=utf-8\n\n${body === undefined ? '' : `${JSON.stringify(body)}\n\n`}`
      return method === 'GET' ? `--${outer}\n${request}` : `--${inner}\n${request}`
    })
    const reads = parts.every(({ method }) => method === 'GET')
    const text = reads
      ? `${lines.join('')}--${outer}--\n`
      : `--${outer}\nContent-Type: multipart/mixed; boundary="${inner}"\n\n${lines.join('')}--${inner}--\n\n--${outer}--\n`
    const answer = await this.text('POST', `${site}/_api/$batch`, text, { 'content-type': `multipart/mixed; boundary=${outer}` })
    return answer.match(/^HTTP\/1\.1 20\d /gm)?.length ?? 0
  }
}
