import { type Answer, answerCollection, answerEntity } from './answers.js'
import { attachmentEntity } from './attachments.js'
import { action, type Call, Kind, leadsTo, type Member } from './kinds.js'
import type { SpList } from './lists.js'

type InList = { readonly list: SpList; readonly id: number }
type Named = InList & { readonly name: string }

const done: Answer = { status: 200 }

/** The row a file hangs on shows by a new version that something about it changed. */
function touched({ site, request }: Call, { list, id }: InList): void {
  site.items.update(list, id, {}, false, undefined, site.permissions.principalIdOf(request.caller))
}

const contentKind = new Kind<Named>('SP.Attachment/$value', 'attachment-kinds.ts', () => ({
  methods: {
    GET: {
      known: 'documented',
      answer: ({ site }, { list, id, name }) => ({
        status: 200,
        raw: { bytes: site.items.attachments.content(list, id, name), type: 'application/octet-stream' },
      }),
    },
    PUT: {
      known: 'documented',
      answer: (call, file) => {
        call.site.items.attachments.replace(file.list, file.id, file.name, call.request.bytes)
        touched(call, file)
        return done
      },
    },
  },
}))

export const attachmentKind = new Kind<Named>('SP.Attachment', 'attachment-kinds.ts', () => ({
  entity: {
    known: 'documented',
    show: ({ site }, { list, id, name }) => {
      site.items.attachments.content(list, id, name)
      return { entity: attachmentEntity(list, id, name) }
    },
  },
  methods: {
    DELETE: { known: 'documented', answer: (call, file) => removed(call, file) },
  },
  members: {
    $value: leadsTo('documented', (_call, file) => contentKind.at(file)),
    recycleobject: { known: 'observed', methods: ['POST', 'DELETE'], answer: (call, file) => removed(call, file) },
  },
}))

function removed(call: Call, file: Named): Answer {
  call.site.items.attachments.remove(file.list, file.id, file.name)
  touched(call, file)
  return done
}

const attachmentsKind = new Kind<InList>('SP.AttachmentCollection', 'attachment-kinds.ts', () => ({
  methods: {
    GET: {
      known: 'documented',
      answer: ({ site, request }, { list, id }) =>
        answerCollection(site.items.attachments.of(list, id), request.mode, request.webUrl),
    },
  },
  members: {
    add: action('documented', (call, item, { named, values }) => {
      const { site, request } = call
      const name = named['filename'] ?? values?.[0] ?? ''
      site.items.attachments.add(item.list, item.id, name, request.bytes)
      touched(call, item)
      return answerEntity(attachmentEntity(item.list, item.id, name), request.mode, request.webUrl)
    }),
  },
}))

export const attachmentsMember: Member<InList> = leadsTo('documented', ({ site }, item, { values }) => {
  site.items.get(item.list, item.id)
  return values === undefined ? attachmentsKind.at(item) : attachmentKind.at({ ...item, name: values[0] ?? '' })
})
