// What people do in the vendors' own screens, through the control API of the sandbox.

/** A desk at each vendor: `rows`, `put`, `act`, `at` (moves the vendor's clock). */
export function openDesks(vendors) {
  const desk = (vendor) => {
    const call = async (method, path, body) => {
      const answer = await fetch(`${vendors[vendor]}/__sandbox/${path}`, { method, headers: { 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${vendor} ${path}: ${answer.status} ${text.slice(0, 400)}`);
      return text ? JSON.parse(text) : undefined;
    };
    return {
      rows: (table, where = {}) => call('GET', `tables/${table}?${new URLSearchParams(where)}`),
      put: (tables) => Promise.all(Object.entries(tables).map(([table, rows]) => call('PUT', `tables/${table}`, rows))),
      act: async (action, body) => {
        const done = await call('POST', `actions/${action}`, body);
        const refused = done?.items?.find?.((item) => item.ok === false);
        if (refused) throw new Error(`${vendor} refused ${action}: ${JSON.stringify(refused)}`);
        return done;
      },
      at: (instant) => call('POST', 'clock', { now: instant }),
    };
  };
  return { salesforce: desk('salesforce'), kantata: desk('kantata'), workday: desk('workday'), netsuite: desk('netsuite') };
}

/** Brings all clocks of the vendors to one instant. */
export const timeIs = (desks, instant) => Promise.all(Object.values(desks).map((desk) => desk.at(instant)));
