import { type ChildProcess, fork } from 'node:child_process';
import { openSync } from 'node:fs';

/** A part of the program in a process of its own. */
export interface Part {
  name: string;
  process: ChildProcess;
  /** Asks it to stop and waits; after the grace time it is killed. */
  stop(graceMs?: number): Promise<void>;
}

/** Starts a part that says `{"ready":true,…}` on its first line of standard output. Its log goes to a file. */
export async function startPart(name: string, script: string, args: string[], env: NodeJS.ProcessEnv, logFile: string, onPhase: (phase: string) => void = () => undefined): Promise<{ part: Part; ready: Record<string, any> }> {
  const log = openSync(logFile, 'a', 0o600);
  const child = fork(script, args, { env, stdio: ['pipe', 'pipe', log, 'ipc'], execArgv: ['--enable-source-maps'], detached: true });
  const part: Part = { name, process: child, stop: (graceMs = 20_000) => stop(child, graceMs) };
  child.on('message', (message: { phase?: string }) => message.phase && onPhase(message.phase));
  const ready = await new Promise<Record<string, any>>((resolve, reject) => {
    let text = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      for (const line of text.split('\n').slice(0, -1)) {
        if (line.startsWith('{"ready":true')) resolve(JSON.parse(line));
      }
      text = text.slice(text.lastIndexOf('\n') + 1);
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`${name} ended before it was ready (${signal ?? code}); see ${logFile}`)));
  });
  return { part, ready };
}

async function stop(child: ChildProcess, graceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await gone;
  clearTimeout(timer);
}

