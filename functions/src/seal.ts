import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** Where a sealed value belongs. It opens nowhere else: ciphertext moved to another row, list or owner is refused. */
export type SealedPlace = { readonly list: string; readonly row: string; readonly owner: string }

export type Sealer = {
  readonly seal: (value: unknown, place: SealedPlace) => string
  readonly open: (sealed: string, place: SealedPlace) => unknown
  /** The same text in the same list always gives the same 43 characters, and nobody without the key can tell which text it was. */
  readonly blind: (text: string, list: string) => string
}

const bound = ({ list, row, owner }: SealedPlace) => Buffer.from(JSON.stringify([list, row, owner]))

/** AES-256-GCM with a fresh 96-bit nonce for each value; list, row and owner are authenticated with it. */
export function sealer(key: Buffer): Sealer {
  // A key of its own (RFC 5869), because one key is not to serve two purposes.
  const blindingKey = Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), 'tandem blind keys', 32))
  return {
    blind: (text, list) =>
      createHmac('sha256', blindingKey)
        .update(JSON.stringify([list, text]))
        .digest('base64url'),
    seal(value, place) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(bound(place))
      const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
      return ['s1', nonce.toString('base64'), cipher.getAuthTag().toString('base64'), text.toString('base64')].join('.')
    },
    open(sealed, place) {
      const [version, nonce, tag, text] = sealed.split('.')
      if (version !== 's1' || !nonce || !tag || !text)
        throw new Error(`The sealed value of ${place.list} row "${place.row}" is not in a form we wrote.`)
      // A shorter tag would be accepted otherwise, and is easier to guess.
      const whole = { authTagLength: 16 }
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64'), whole).setAAD(bound(place))
        decipher.setAuthTag(Buffer.from(tag, 'base64'))
        return JSON.parse(
          Buffer.concat([decipher.update(Buffer.from(text, 'base64')), decipher.final()]).toString('utf8'),
        ) as unknown
      } catch (cause) {
        throw new Error(
          `The sealed value of ${place.list} row "${place.row}" does not open: wrong key, or it was changed or moved.`,
          { cause },
        )
      }
    },
  }
}
