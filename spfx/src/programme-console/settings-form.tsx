import * as React from 'react'
import { Checkbox, Dropdown } from '@fluentui/react'
import { useSay } from '../ui/language'
import { at, styles } from '../ui/styles'
import { Text } from '../ui/text'
import { Field } from './field'
import { check, explained, groups, type Draft, type FieldKey } from './settings-fields'

const useForm = styles(({ palette: p, semanticColors: s }) => ({
  set: { border: 0, margin: 0, padding: 0, minWidth: 0, display: 'flex', flexDirection: 'column', gap: 12 },
  legend: { padding: 0, marginBottom: 4 },
  groups: {
    display: 'grid',
    gap: '32px 48px',
    gridTemplateColumns: 'minmax(0,1fr)',
    selectors: { [at.wide]: { gridTemplateColumns: 'repeat(2, minmax(0,1fr))' } },
  },
  competence: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0,1fr) 120px',
    gap: 12,
    alignItems: 'center',
    padding: '6px 0',
    borderTop: `1px solid ${p.neutralLight}`,
  },
  topics: { display: 'grid', gap: 8, gridTemplateColumns: 'repeat(auto-fill, minmax(min(200px, 100%), 1fr))' },
  complaint: { color: s.errorText },
}))

const levels = [1, 2, 3, 4, 5, 6, 7, 8]

type SettingsFormProps = {
  readonly draft: Draft
  readonly onChange: (draft: Draft) => void
  readonly disabled?: boolean
}

/** All numbers of a programme in the groups a person thinks in; what cannot stay is said at its field while typing. */
export function SettingsForm({ draft, onChange, disabled = false }: SettingsFormProps): React.ReactElement {
  const say = useSay()
  const c = useForm()
  const checked = check(draft)
  const complaints = checked.ok ? {} : checked.complaints
  const complaintAt = (key: keyof typeof complaints): string | undefined => {
    const found = complaints[key]
    return found && say(found.key, found.values)
  }
  const setField = (key: FieldKey, value: string): void => onChange({ ...draft, fields: { ...draft.fields, [key]: value } })
  const nameOf = (thing: 'competences' | 'topics', key: string): string => say(`console.names.${thing}`, { [thing]: [key] })

  const legend = (group: string): React.ReactElement => (
    <legend className={c.legend}>
      <Text as="h3" size="strong" tone="strong">
        {say(`console.settings.group.${group}`)}
      </Text>
      <Text size="caption" tone="subtle">
        {say(`console.settings.group.${group}-about`)}
      </Text>
    </legend>
  )

  return (
    <div className={c.groups}>
      {groups.map((group) => (
        <fieldset key={group.key} className={c.set}>
          {legend(group.key)}
          {group.fields.map((key) => (
            <Field
              key={key}
              number
              label={say(`console.settings.${key}`)}
              {...(explained.has(key) && { description: say(`console.settings.${key}-about`) })}
              value={draft.fields[key]}
              disabled={disabled}
              onChange={(value) => setField(key, value)}
              complaint={complaintAt(key)}
            />
          ))}
        </fieldset>
      ))}
      <fieldset className={c.set}>
        {legend('competences')}
        <div>
          {draft.competences.map((competence, index) => {
            const name = nameOf('competences', competence.key)
            const change = (part: Partial<typeof competence>): void =>
              onChange({ ...draft, competences: draft.competences.map((one, at) => (at === index ? { ...one, ...part } : one)) })
            return (
              <div key={competence.key} className={c.competence}>
                <Checkbox
                  label={name}
                  checked={competence.kept}
                  disabled={disabled}
                  onChange={(_, kept) => change({ kept: kept ?? false })}
                />
                <Dropdown
                  ariaLabel={say('console.settings.level-of', { name })}
                  options={levels.map((level) => ({ key: level, text: say('console.settings.level', { level }) }))}
                  selectedKey={competence.required}
                  disabled={disabled || !competence.kept}
                  onChange={(_, option) => option && change({ required: Number(option.key) })}
                />
              </div>
            )
          })}
        </div>
        {complaintAt('competences') && (
          <Text size="caption" className={c.complaint}>
            {complaintAt('competences')}
          </Text>
        )}
      </fieldset>
      <fieldset className={c.set}>
        {legend('topics')}
        <div className={c.topics}>
          {draft.topics.map((topic, index) => (
            <Checkbox
              key={topic.key}
              label={nameOf('topics', topic.key)}
              checked={topic.kept}
              disabled={disabled}
              onChange={(_, kept) =>
                onChange({
                  ...draft,
                  topics: draft.topics.map((one, at) => (at === index ? { ...one, kept: kept ?? false } : one)),
                })
              }
            />
          ))}
        </div>
        {complaintAt('topics') && (
          <Text size="caption" className={c.complaint}>
            {complaintAt('topics')}
          </Text>
        )}
      </fieldset>
    </div>
  )
}
