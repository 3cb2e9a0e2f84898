import type { Tenant } from '../tenant.js'
import { eventDelta } from './event-delta.js'
import type { EventStore } from './event-store.js'
import type { Events } from './events.js'
import { inMailbox, mailboxArea } from './mailbox.js'
import { meetingTimes } from './meeting-times.js'
import { gone, type GraphRoute, made, type Permissions, type RouteOf, routesOf, shown } from './routes.js'
import { scheduleOf } from './schedule.js'
import { preferredZone } from './zones.js'

const read: Permissions = {
  application: ['Calendars.Read', 'Calendars.ReadWrite'],
  delegated: ['Calendars.Read', 'Calendars.ReadWrite'],
}
const basic: Permissions = {
  application: ['Calendars.ReadBasic', 'Calendars.Read', 'Calendars.ReadWrite'],
  delegated: ['Calendars.ReadBasic', 'Calendars.Read', 'Calendars.ReadWrite'],
}
const write: Permissions = { application: ['Calendars.ReadWrite'], delegated: ['Calendars.ReadWrite'] }
/** An app by itself is never told when people could meet. */
const suggest: Permissions = { application: null, delegated: ['Calendars.Read.Shared', 'Calendars.ReadWrite.Shared'] }

export function calendarRoutes(tenant: Tenant, store: EventStore, events: Events): GraphRoute[] {
  const inCalendar = (calendar: string): RouteOf[] => {
    const all = `/users/:user${calendar}/events`
    const one = `${all}/:id`
    const respond = (name: string, response: 'accepted' | 'declined' | 'tentativelyAccepted'): RouteOf => ({
      method: 'POST',
      path: `${one}/${name}`,
      permissions: write,
      answer: inMailbox(({ owner, id, body }) => events.respond(owner, id, response, body)),
    })
    return [
      {
        method: 'POST',
        path: all,
        permissions: write,
        answer: inMailbox(({ owner, body, prefer }) => made(events.create(owner, body, prefer))),
      },
      {
        method: 'GET',
        path: all,
        permissions: read,
        answer: inMailbox(({ owner, url, prefer }) => shown(events.list(owner, url, prefer))),
      },
      {
        method: 'GET',
        path: one,
        permissions: read,
        answer: inMailbox(({ owner, id, url, prefer }) => shown(events.get(owner, id, url, prefer))),
      },
      {
        method: 'PATCH',
        path: one,
        permissions: write,
        answer: inMailbox(({ owner, id, body, prefer }) => shown(events.change(owner, id, body, prefer))),
      },
      {
        method: 'DELETE',
        path: one,
        permissions: write,
        answer: inMailbox(({ owner, id }) => {
          events.remove(owner, id)
          return gone
        }),
      },
      {
        method: 'POST',
        path: `${one}/cancel`,
        permissions: write,
        answer: inMailbox(({ owner, id }) => events.cancel(owner, id)),
      },
      respond('accept', 'accepted'),
      respond('decline', 'declined'),
      respond('tentativelyAccept', 'tentativelyAccepted'),
      {
        method: 'GET',
        path: `${one}/instances`,
        permissions: read,
        answer: inMailbox(({ owner, id, url, prefer }) => shown(events.instances(owner, id, url, prefer))),
      },
      {
        method: 'GET',
        path: `/users/:user${calendar}/calendarView`,
        permissions: read,
        answer: inMailbox(({ owner, url, prefer }) => shown(events.view(owner, url, prefer))),
      },
      {
        method: 'GET',
        path: `/users/:user${calendar}/calendarView/delta`,
        known: calendar === '' ? 'documented' : 'inferred',
        permissions: read,
        answer: inMailbox(({ owner, url, prefer }) => shown(eventDelta(events, store, { owner, url, prefer, window: true }))),
      },
      {
        method: 'GET',
        path: `${all}/delta`,
        known: calendar === '' ? 'documented' : 'inferred',
        versions: ['beta'],
        permissions: read,
        answer: inMailbox(({ owner, url, prefer }) => shown(eventDelta(events, store, { owner, url, prefer, window: false }))),
      },
    ]
  }
  return routesOf(mailboxArea('calendar-routes.ts'), [
    ...inCalendar(''),
    ...inCalendar('/calendar'),
    {
      method: 'POST',
      path: '/users/:user/calendar/getSchedule',
      permissions: basic,
      answer: inMailbox(({ body, prefer }) => shown(scheduleOf(tenant, store, body, preferredZone(prefer)))),
    },
    {
      method: 'POST',
      path: '/users/:user/findMeetingTimes',
      permissions: suggest,
      answer: inMailbox(({ owner, body, prefer }) => shown(meetingTimes(tenant, store, owner, body, preferredZone(prefer)))),
    },
  ])
}
