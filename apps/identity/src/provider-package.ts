import { logger } from '#lib/platform';
import type Provider from 'oidc-provider';

export type ProviderPackage = typeof import('oidc-provider');
export type OidcProvider = InstanceType<typeof Provider>;

type UrlWithParse = typeof URL & { parse?: (url: string, base?: string) => URL | null };

/**
 * Loads oidc-provider. It is written for Node 22 and later; the one thing of it that Node 20 lacks is the static
 * `URL.parse`, which is added here, and its complaint about the runtime goes to the debug log.
 */
export async function loadProvider(): Promise<ProviderPackage> {
  (URL as UrlWithParse).parse ??= (url, base) => (URL.canParse(url, base) ? new URL(url, base) : null);
  const { warn } = console;
  console.warn = (...words: unknown[]) => {
    if (String(words[0]).includes('Unsupported runtime')) logger('identity').debug(String(words[0]));
    else warn(...words);
  };
  try {
    return await import('oidc-provider');
  } finally {
    console.warn = warn;
  }
}
