export { type IdentityOptions, identityHandler } from './handler.js';
export { DEMO_USER_GRANT, type DemoCredentials, clientSecret, credentialsFile, demoCredentials } from './credentials.js';
export { DEMO_PEOPLE, ROLE_SCOPES, type DemoPerson } from './people.js';
export { DEMO_CLIENT, PORTAL_CLIENT_ID, PROCESS_CLIENT, WEB_CLIENT_ID } from './services.js';
export { rotateSigningKey } from './keys.js';
