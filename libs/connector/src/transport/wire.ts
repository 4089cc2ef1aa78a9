import axios, { AxiosError, type AxiosInstance, type AxiosRequestConfig } from 'axios';
import { answerOf, type VendorAnswer } from '../define/request.js';
import { idleAgents } from './idle-agent.js';
import { type Progress, watchedTransport } from './socket-watch.js';

/** A request ready for the wire. */
export interface WireRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string;
  connectTimeoutMs: number;
  timeoutMs: number;
}

/** No answer, or not a whole one. */
export class WireFault extends Error {
  constructor(
    readonly kind: 'not_connected' | 'timeout' | 'broken' | 'too_large',
    /** Proof that the vendor cannot have seen the request. */
    readonly nothingSent: boolean,
    readonly errorCode: string,
  ) {
    super(`${kind} (${errorCode})`);
    this.name = 'WireFault';
  }
}

/** Largest answer and largest request, bytes. */
const MAX_BODY = 64 * 1024 * 1024;

/** One connector's HTTP: every call is one request on the wire, never a redirect, never a retry. */
export class Wire {
  private readonly agents = idleAgents();
  private readonly http: AxiosInstance = axios.create({
    httpAgent: this.agents.http, httpsAgent: this.agents.https, proxy: false, maxRedirects: 0, validateStatus: () => true,
    maxContentLength: MAX_BODY, maxBodyLength: MAX_BODY, responseType: 'text', transformRequest: [(d) => d], transformResponse: [(d) => d],
  });

  /** Resolves with whatever the vendor answered; throws WireFault otherwise. */
  async exchange(request: WireRequest): Promise<VendorAnswer> {
    const abort = new AbortController();
    let progress: Progress | undefined;
    let late: 'connect' | 'answer' | undefined;
    const give = (up: 'connect' | 'answer') => () => {
      late = up;
      abort.abort();
    };
    const total = setTimeout(give('answer'), request.timeoutMs);
    const connect = setTimeout(give('connect'), Math.min(request.connectTimeoutMs, request.timeoutMs));
    const transport = watchedTransport((p) => {
      progress = p;
      void p.connected.then(() => clearTimeout(connect));
    });
    try {
      // The adapter takes `transport`; axios leaves it out of its types.
      const config: AxiosRequestConfig & { transport: unknown } = { method: request.method, url: request.url, headers: request.headers, data: request.body, signal: abort.signal, transport };
      const answer = await this.http.request<string>(config);
      const headers = Object.fromEntries(Object.entries(answer.headers).map(([k, v]) => [k, Array.isArray(v) ? v.join(', ') : String(v)]));
      return answerOf(answer.status, typeof answer.data === 'string' ? answer.data : '', headers);
    } catch (error) {
      throw faultOf(error, progress?.nothingSent() ?? true, late);
    } finally {
      clearTimeout(total);
      clearTimeout(connect);
    }
  }

  close(): void {
    this.agents.destroy();
  }
}

function faultOf(error: unknown, nothingSent: boolean, late: 'connect' | 'answer' | undefined): WireFault {
  if (late === 'connect' || (late === 'answer' && nothingSent)) return new WireFault('not_connected', nothingSent, 'CONNECT_TIMEOUT');
  if (late === 'answer') return new WireFault('timeout', false, 'TIMEOUT');
  const code = error instanceof AxiosError ? (error.code ?? 'UNKNOWN') : ((error as NodeJS.ErrnoException).code ?? 'UNKNOWN');
  if (error instanceof AxiosError && /max(Content|Body)Length/.test(error.message)) return new WireFault('too_large', nothingSent, code);
  return new WireFault(nothingSent ? 'not_connected' : 'broken', nothingSent, code);
}
