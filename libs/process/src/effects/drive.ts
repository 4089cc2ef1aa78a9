import type { EffectView } from '#lib/canonical';
import { crashPoint } from '#lib/platform';
import { clearExceptions, raiseException } from '#lib/store';
import { backoff, pause } from '../engine/pause.js';
import { patiently } from '../engine/patience.js';
import { engineState } from '../engine/state.js';
import type { RunFacts } from '../run/facts.js';
import type { EffectAsk, EffectHttpAnswer, EffectResult } from './types.js';
import { type Question, type Verdict, verdict } from './verdict.js';

/** Told when the step begins to wait, so that people can see what for. */
export type OnWait = (state: 'waiting', detail: Record<string, unknown>) => Promise<void>;

/**
 * Drives one write to an end: asks, looks while its outcome is open, waits for people and for systems that are down. Returns only
 * what is settled. Safe to repeat from the start after a crash: the key makes the system API answer with what it has.
 */
export async function driveEffect(run: RunFacts, step: string, ask: EffectAsk, onWait: OnWait): Promise<EffectResult> {
  const { settings, outages } = engineState();
  const watch = new Watch(run, step, ask, onWait);
  const looks = backoff(100, 1.6, 5_000);
  const retries = backoff(200, 1.5, settings.unavailable_cap_ms);
  let question: Question = 'ask';
  for (let mistakes = 0; ; ) {
    const v = await explained(run, ask, await put(run, ask, question));
    // What the system API knows by itself (an outcome that is open, a person who is asked) says nothing about the vendor behind it.
    if (v.is === 'settled') await outages.up(ask.system);
    switch (v.is) {
      case 'settled':
        await watch.settled();
        return v.result;
      case 'open':
        question = 'look';
        await watch.open(v.effect);
        await pause(Math.max(looks(), (v.retry_after_s ?? 0) * 1000));
        break;
      case 'person':
        question = 'look';
        await watch.person(v.effect);
        await pause(settings.person_poll_ms);
        break;
      case 'ask_again':
        question = 'ask';
        await pause(Math.max(looks(), (v.retry_after_s ?? 0) * 1000));
        break;
      case 'unavailable':
        await watch.unavailable(v.detail);
        await outages.patience(ask.system, Math.max(retries(), (v.retry_after_s ?? 0) * 1000));
        break;
      case 'broken':
        if (++mistakes >= settings.step_attempts) throw new Error(`${ask.system} ${ask.verb} ${ask.key}: ${v.detail}`);
        await pause(Math.min(retries(), settings.retry_cap_ms));
    }
  }
}

/** A refusal in the words of the effect, which knows the vendor's code and whether it was a person who decided; else in the answer's own. */
async function explained(run: RunFacts, ask: EffectAsk, answer: Verdict): Promise<Exclude<Verdict, { is: 'refused' }>> {
  if (answer.is !== 'refused') return answer;
  const effect = await put(run, ask, 'look');
  if (effect.is === 'settled') return effect;
  const problem = answer.problem ?? { class: 'unknown', detail: 'The system refused the write' };
  return { is: 'settled', result: { ok: false, kind: 'rejected', problem } };
}

async function put(run: RunFacts, ask: EffectAsk, question: Question): Promise<Verdict> {
  const { systems, gates } = engineState();
  const trace = { correlation_id: run.correlation_id, run_id: run.run_id, priority: run.queue };
  crashPoint('effect.before-ask', run.run_id, ask.verb, ask.key);
  let answer: EffectHttpAnswer;
  try {
    answer = await gates.calls(ask.system).run(run.queue, () =>
      question === 'ask' ? systems.perform(ask.system, ask.verb, ask.key, ask.body, trace) : systems.effect(ask.system, ask.key, trace),
    );
  } catch (error) {
    // No answer: the system API's ledger knows what became of the write, so asking again is safe.
    return { is: 'unavailable', detail: error instanceof Error ? error.message : String(error) };
  }
  crashPoint('effect.after-told', run.run_id, ask.verb, ask.key);
  return verdict(question, answer);
}

/** Keeps people informed while an effect is not settled. */
class Watch {
  private shown = '';
  private downSince: Date | undefined;
  private told = false;
  private raised = false;

  constructor(
    private readonly run: RunFacts,
    private readonly step: string,
    private readonly ask: EffectAsk,
    private readonly onWait: OnWait,
  ) {}

  async open(effect: EffectView | undefined): Promise<void> {
    this.downSince = undefined;
    await this.show({ for: 'outcome', effect_state: effect?.state ?? 'open' });
  }

  async person(effect: EffectView): Promise<void> {
    this.downSince = undefined;
    await this.show({ for: 'person', effect_state: effect.state, problem: effect.problem });
    if (this.raised) return;
    const mismatch = effect.problem?.class === 'echo_mismatch';
    await patiently(() =>
      engineState().ds.transaction((em) =>
        raiseException(em, {
          code: mismatch ? 'ECHO_MISMATCH' : 'EFFECT_UNCERTAIN', business_key: this.key, workflow: this.run.flow, step: this.step,
          run_id: this.run.run_id, correlation_id: this.run.correlation_id,
          message: effect.problem?.detail ?? `It is not known whether ${this.ask.system} applied ${this.ask.verb} ${this.ask.key}`,
          context: { domain: this.ask.system, system: effect.system, verb: this.ask.verb, effect_key: this.ask.key, run_business_key: this.run.business_key },
          evidence: [{ asked: this.ask.body }, { receipt: effect.receipt ?? null, problem: effect.problem ?? null }],
        }),
      ),
    );
    this.raised = true;
  }

  async unavailable(detail: string): Promise<void> {
    const { settings, outages } = engineState();
    this.downSince ??= new Date();
    await this.show({ for: 'system', detail });
    if (this.told || Date.now() - this.downSince.getTime() < settings.unavailable_after_ms) return;
    await outages.down(this.ask.system, { flow: this.run.flow, step: this.step, run_id: this.run.run_id, correlation_id: this.run.correlation_id }, detail, this.downSince);
    this.told = true;
  }

  async settled(): Promise<void> {
    if (!this.raised) return;
    await patiently(() => engineState().ds.transaction((em) => clearExceptions(em, { business_key: this.key }, 'cleared', { by: 'process', reason: 'The outcome of the write is known' })));
  }

  private get key(): string {
    return `effect:${this.ask.system}:${this.ask.key}`;
  }

  private async show(waits: Record<string, unknown>): Promise<void> {
    const text = JSON.stringify(waits);
    if (text === this.shown) return;
    this.shown = text;
    await this.onWait('waiting', { waits });
  }
}
