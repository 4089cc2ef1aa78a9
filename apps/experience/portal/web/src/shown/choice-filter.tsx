import { Select } from '@mantine/core';
import { title } from '../format/words';

/** A filter with a few values to choose from. */
export function ChoiceFilter({ label, value, values, onChange, any = 'Any', shown = title }: { label: string; value: string | undefined; values: readonly string[]; onChange: (value: string | null) => void; any?: string | null; shown?: (value: string) => string }) {
  return <Select label={label} size="xs" value={value ?? null} data={values.map((v) => ({ value: v, label: shown(v) }))} placeholder={any ?? undefined} clearable={any !== null} allowDeselect={any !== null} onChange={onChange} clearButtonProps={{ 'aria-label': `Clear ${label.toLowerCase()}` }} />;
}
