import 'reflect-metadata';
import { answerOf } from '#lib/connector';
import { classify } from './classify.js';

const errors = (...list: object[]) => ({ errors: list });

it.each([
  [400, errors({ type: 'system', message: 'body must be a JSON object' }), 'validation', 'no'], [401, errors({ type: 'oauth', message: 'Invalid OAuth 2 Request' }), 'auth', 'no'], [403, errors({ type: 'system', message: 'Forbidden' }), 'auth', 'no'],
  [404, errors({ type: 'system', message: 'not found' }), 'not_found', 'no'], [422, errors({ type: 'validation', message: "Title can't be blank", field: 'title' }), 'validation', 'no'], [429, '', 'rate_limited', 'no'],
  [500, '<html>', 'unavailable', 'unknown'], [503, errors({ type: 'system', message: 'Service is unavailable' }), 'unavailable', 'unknown'], [504, '', 'timeout', 'unknown'],
])('%i is %3$s', (status, body, kind, applied) => {
  expect(classify(answerOf(status, body))).toMatchObject({ class: kind, applied });
});

it('names the field in our words and joins what Kantata says', () => {
  expect(classify(answerOf(422, errors({ type: 'validation', message: 'Due date is before the start', field: 'due_date' }, { type: 'validation', message: 'Title is too long', field: 'title' }))))
    .toMatchObject({ detail: 'Due date is before the start; Title is too long', field: 'end' });
  expect(classify(answerOf(422, errors({ type: 'validation', message: 'x', field: 'line_item_ids' })))).toMatchObject({ field: 'line_item_ids' });
});

it('an error under 200 is a failure, and nobody knows whether it was applied', () => {
  expect(classify(answerOf(200, errors({ type: 'system', message: 'Something went wrong' })))).toMatchObject({ class: 'unknown', applied: 'unknown' });
  expect(classify(answerOf(200, { error_message: 'Something went wrong' }))).toMatchObject({ class: 'unknown', applied: 'unknown' });
});

it('a good answer is none, an empty list of errors and an empty body too', () => {
  for (const body of [{ count: 0, results: [] }, { count: 0, results: [], errors: [] }, '']) expect(classify(answerOf(body === '' ? 204 : 200, body))).toBeNull();
});
