import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';

/** A filter that is typed; it holds when the person leaves the field or presses Enter. */
export function TextFilter({ label, value = '', onChange, placeholder }: { label: string; value?: string; onChange: (value: string | null) => void; placeholder?: string }) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const take = () => typed.trim() !== value && onChange(typed.trim() || null);
  return (
    <TextInput label={label} size="xs" value={typed} placeholder={placeholder} onChange={(event) => setTyped(event.currentTarget.value)} onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()} />
  );
}
