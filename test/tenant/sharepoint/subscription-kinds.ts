import { answerCollection, answerEntity, type Answer } from './answers.js'
import { type Call, Kind, leadsTo, type Member } from './kinds.js'
import type { SpList } from './lists.js'
import { bodyOf } from './request.js'

type OfList = { readonly list: SpList; readonly id: string }

const webhookKind = new Kind<OfList>('SP.Webhooks.Subscription', 'subscription-kinds.ts', () => ({
  entity: { known: 'documented', show: ({ site }, { list, id }) => ({ entity: site.webhooks.get(list, id) }) },
  methods: {
    MERGE: { known: 'documented', needs: 'EditListItems', answer: (call, { list, id }) => renewed(call, list, id) },
    DELETE: {
      known: 'documented',
      needs: 'EditListItems',
      answer: ({ site }, { list, id }) => {
        site.webhooks.remove(list, id)
        return { status: 204 }
      },
    },
  },
}))

async function renewed({ site, request }: Call, list: SpList, id: string): Promise<Answer> {
  await site.webhooks.change(list, id, bodyOf(request))
  return { status: 204 }
}

const webhooksKind = new Kind<SpList>('SP.Webhooks.SubscriptionCollection', 'subscription-kinds.ts', () => ({
  methods: {
    GET: {
      known: 'documented',
      answer: ({ site, request }, list) => answerCollection(site.webhooks.of(list), request.mode, request.webUrl),
    },
    POST: {
      known: 'documented',
      needs: 'EditListItems',
      answer: async ({ site, request }, list) =>
        answerEntity(await site.webhooks.add(list, bodyOf(request), request.caller), request.mode, request.webUrl, 201),
    },
  },
  members: { getbyid: leadsTo('documented', (_call, list, { values }) => webhookKind.at({ list, id: values?.[0] ?? '' })) },
}))

export const subscriptionsMember: Member<SpList> = leadsTo('documented', (_call, list, { values }) =>
  values === undefined ? webhooksKind.at(list) : webhookKind.at({ list, id: values[0] ?? '' }),
)
