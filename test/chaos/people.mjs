import { resolve } from 'node:path';

/** The demo's people, who sign in again when their token is not good any more: the suite's clock may be another one in its next life. */
export async function patientPeople(url, credentialsFile) {
  const { People } = await import(resolve(import.meta.dirname, '../../dist/apps/launcher/src/people.js'));
  return new (class extends People {
    async call(...asked) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await super.call(...asked);
        } catch (error) {
          if (!/ answered 401: /.test(error.message) || attempt === 10) throw error;
          this.tokens.clear();
        }
      }
    }
  })(url, credentialsFile);
}
