/** Injection token of the SystemApi behind the routes. */
export const SYSTEM_API = Symbol('system api');
