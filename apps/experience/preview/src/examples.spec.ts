import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PreviewServer } from './testing/preview-server.js';

interface Examples {
  examples?: Record<string, { summary: string; value: unknown }>;
}

/** The document as it is published. */
const document = JSON.parse(readFileSync(join(__dirname, '../../../../openapi/experience-preview.json'), 'utf8')) as { paths: Record<string, { post?: { requestBody: { content: Record<string, Examples> }; responses: Record<string, { content: Record<string, Examples> }> } }> };
const routes = Object.entries(document.paths).flatMap(([path, { post }]) => (post ? [{ path, asked: post.requestBody.content['application/json']!.examples ?? {}, answered: post.responses['200']!.content['application/json']!.examples ?? {} }] : []));
const examples = routes.flatMap(({ path, asked, answered }) => Object.keys(asked).map((name) => ({ path, name, request: asked[name]!.value, answer: answered[name]?.value })));

let server: PreviewServer;
beforeAll(async () => void (server = await PreviewServer.start()));
afterAll(() => server.stop());

describe('documented examples', () => {
  test('every preview has at least one, and each says what is sent and what is answered', () => {
    expect(routes).toHaveLength(8);
    expect(routes.filter((r) => Object.keys(r.asked).length === 0).map((r) => r.path)).toEqual([]);
    expect(routes.filter((r) => Object.keys(r.asked).join() !== Object.keys(r.answered).join()).map((r) => r.path)).toEqual([]);
  });

  test.each(examples.map((e) => [e.path, e.name, e] as const))('%s %s is answered as documented', async (path, _name, { request, answer }) => {
    expect(await server.post(path.replace('/v1/', ''), request)).toEqual({ status: 200, body: answer });
  });

  test('the same question twice has the same answer', async () => {
    const { path, request } = examples[0]!;
    const ask = () => server.post(path.replace('/v1/', ''), request);
    expect(await ask()).toEqual(await ask());
  });
});
