/** Shown when the page cannot even learn how to sign in; it stands without the component library. */
export function StartFailed({ error }: { error: unknown }) {
  return (
    <main style={{ fontFamily: 'system-ui, sans-serif', maxWidth: '32rem', margin: '10vh auto', padding: '0 1rem' }}>
      <h1>The portal cannot start</h1>
      <p>{error instanceof Error ? error.message : String(error)}</p>
      <p>Check that the suite is up and reload this page.</p>
    </main>
  );
}
