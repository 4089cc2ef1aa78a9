import type { Domain, EffectView } from '#lib/canonical';
import type { EffectHttpAnswer, EffectTrace, SystemClient } from '../effects/types.js';

export interface Call {
  question: 'ask' | 'look';
  system: Domain;
  verb?: string;
  key: string;
  body?: object;
  trace: EffectTrace;
  at: number;
}

type Reply = EffectHttpAnswer | Error;

/** A system layer whose answers a test decides, key by key; without a script every write is confirmed. */
export class ScriptedSystem implements SystemClient {
  readonly calls: Call[] = [];
  private readonly scripts = new Map<string, (call: Call) => Reply>();

  /** Answers for a key: one after the other, the last one for ever. */
  answers(key: string, ...replies: Reply[]): void {
    let n = 0;
    this.scripts.set(key, () => replies[Math.min(n++, replies.length - 1)]!);
  }

  /** Answers computed from the call. */
  script(key: string, reply: (call: Call) => Reply): void {
    this.scripts.set(key, reply);
  }

  callsFor(key: string): Call[] {
    return this.calls.filter((c) => c.key === key);
  }

  async perform(system: Domain, verb: string, key: string, body: object, trace: EffectTrace): Promise<EffectHttpAnswer> {
    return this.reply({ question: 'ask', system, verb, key, body, trace, at: Date.now() });
  }

  async effect(system: Domain, key: string, trace: EffectTrace): Promise<EffectHttpAnswer> {
    return this.reply({ question: 'look', system, key, trace, at: Date.now() });
  }

  private reply(call: Call): EffectHttpAnswer {
    this.calls.push(call);
    const reply = this.scripts.get(call.key)?.(call) ?? confirmed(call.key);
    if (reply instanceof Error) throw reply;
    return reply;
  }
}

export function view(key: string, state: string, more: Partial<EffectView> = {}): EffectView {
  return { key, system: 'testsys', verb: 'test', state, attempts: 1, correlation_id: 'c', planned_at: new Date(0).toISOString(), ...more };
}

export function confirmed(key: string, source_id = `doc-${key}`): EffectHttpAnswer {
  return { status: 201, effect: view(key, 'confirmed', { receipt: { source_id, facts: {} } }) };
}

export function open(key: string, state = 'sent'): EffectHttpAnswer {
  return { status: 202, effect: view(key, state) };
}
