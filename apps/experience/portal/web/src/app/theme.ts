import { Alert, createTheme, type CSSVariablesResolver, defaultVariantColorsResolver, parseThemeColor, type VariantColorsResolver } from '@mantine/core';

const SOFT = new Set(['light', 'outline', 'subtle', 'transparent']);

/** Words on a tint or on the page: darker in the light scheme and lighter in the dark one than the library has them, for WCAG AA. */
const readable: VariantColorsResolver = (input) => {
  const resolved = defaultVariantColorsResolver(input);
  if (!SOFT.has(input.variant)) return resolved;
  const { color, isThemeColor } = parseThemeColor({ color: input.color ?? input.theme.primaryColor, theme: input.theme });
  return isThemeColor ? { ...resolved, color: `light-dark(var(--mantine-color-${color}-9), var(--mantine-color-${color}-2))` } : resolved;
};

/** The library's looks, with a primary shade that carries white words. */
export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  variantColorResolver: readable,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: { Alert: Alert.extend({ styles: { title: { color: 'var(--mantine-color-text)' } } }) },
});

/** Secondary words, hints in empty fields and messages of wrong fields, with enough contrast for WCAG AA. */
export const contrasts: CSSVariablesResolver = () => ({
  variables: {},
  light: { '--mantine-color-dimmed': 'var(--mantine-color-gray-7)', '--mantine-color-placeholder': 'var(--mantine-color-gray-7)', '--mantine-color-error': 'var(--mantine-color-red-9)' },
  dark: { '--mantine-color-dimmed': 'var(--mantine-color-dark-1)', '--mantine-color-placeholder': 'var(--mantine-color-dark-1)', '--mantine-color-error': 'var(--mantine-color-red-3)', '--mantine-color-anchor': 'var(--mantine-color-indigo-3)' },
});
