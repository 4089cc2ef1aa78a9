import 'reflect-metadata';
import { acme } from '../testing/acme-connector.js';
import { defineConnector } from './connector.js';
import { pairs } from './settings.js';

describe('defineConnector', () => {
  it('names every fault of a definition at once', () => {
    const bad = { ...acme, vendor: 'Bad Name', reads: { spaceship: acme.reads['project']! }, writes: { fly: acme.writes['create_project']! }, manifest: { ...acme.manifest, limits: { concurrency: 0 } } };
    expect(() => defineConnector(bad)).toThrow(/vendor must be.*spaceship is not.*fly is not.*concurrency/);
  });
});

describe('pairs', () => {
  it('reads key=value items, keeps = inside the key, refuses the rest', () => {
    expect(pairs(['300=active', 'a=b=c'])).toEqual({ '300': 'active', 'a=b': 'c' });
    expect(() => pairs(['active'])).toThrow(/key=value/);
  });
});
