import { storeDataSource } from '#lib/store';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { type SpecDatabase, specDatabase } from '../../../libs/connector/src/testing/postgres.js';
import type { Cell, CellResult } from './cell.js';
import { order } from './order.js';
import type { Scenario, Unsimulated } from './scenario.js';
import { Stand } from './stand.js';

interface Waiting {
  cell: Cell;
  settle(result: CellResult): void;
  result: Promise<CellResult>;
}

/** Tries the cells of one vendor on several stands at once: most of a cell is waiting for windows to pass. */
export class Run {
  private readonly waiting: Waiting[];
  private readonly todo: Waiting[];
  private database: SpecDatabase | undefined;
  private databases: DataSource[] = [];
  private lanes: Promise<void>[] = [];

  constructor(private readonly scenario: Scenario | Unsimulated, cells: readonly Cell[]) {
    this.waiting = cells.map((cell) => {
      let settle!: (result: CellResult) => void;
      return { cell, result: new Promise<CellResult>((done) => (settle = done)), settle };
    });
    this.todo = this.waiting.filter((w) => w.cell.run && !w.cell.alone);
  }

  async start(): Promise<void> {
    for (const w of this.waiting) if (!w.cell.run) w.settle(this.resultOf(w.cell, 'not_applicable', 0, w.cell.reason));
    for (const w of this.waiting) if (w.cell.run && w.cell.alone) w.settle(await this.tried(w.cell));
    if (this.todo.length === 0) return;
    this.database = await specDatabase();
    const lanes = Math.min(order.lanes, this.todo.length);
    for (let n = 0; n < lanes; n++) this.databases.push(await this.databaseNumber(n));
    const queue = [...this.todo];
    this.lanes = this.databases.map((db) => this.lane(db, queue));
  }

  /** How a cell ended; waits for it. */
  async outcome(cell: Cell): Promise<CellResult> {
    return this.waiting.find((w) => w.cell === cell)!.result;
  }

  async finish(): Promise<void> {
    await Promise.all(this.lanes);
    for (const db of this.databases) await db.destroy();
    await this.database?.stop();
    await this.write();
  }

  /** Writes what is known of every cell to the report folder; with nothing tried, only what would be. */
  async write(tried = true): Promise<void> {
    if (!order.report) return;
    mkdirSync(order.report, { recursive: true });
    const results = tried ? await Promise.all(this.waiting.map((w) => w.result)) : this.waiting.map(({ cell }) => this.resultOf(cell, cell.run ? 'passed' : 'not_applicable', 0, cell.reason));
    const { connector } = this.scenario;
    const idempotency = Object.fromEntries(Object.entries(connector.writes).map(([verb, w]) => [verb, w.idempotency ?? connector.manifest.idempotency]));
    writeFileSync(join(order.report, `${connector.vendor}.json`), JSON.stringify({ vendor: connector.vendor, title: connector.title, idempotency, results }));
  }

  private async databaseNumber(n: number): Promise<DataSource> {
    await this.database!.db.query(`create database lane_${n}`);
    const url = new URL(this.database!.url);
    url.pathname = `/lane_${n}`;
    const db = await storeDataSource(url.href, { poolSize: 6 }).initialize();
    await db.runMigrations({ transaction: 'all' });
    return db;
  }

  private async lane(db: DataSource, queue: Waiting[]): Promise<void> {
    const stand = await Stand.open(this.scenario as Scenario, db);
    for (let next = queue.shift(); next; next = queue.shift()) next.settle(await this.tried(next.cell, stand));
    await stand.close();
  }

  private async tried(cell: Cell, stand?: Stand): Promise<CellResult> {
    const began = performance.now();
    const ms = () => Math.round(performance.now() - began);
    try {
      await stand?.fresh();
      const figures = await cell.run!(stand as Stand);
      return { ...this.resultOf(cell, 'passed', ms()), ...(figures ? { figures } : {}) };
    } catch (error) {
      return this.resultOf(cell, 'failed', ms(), error instanceof Error ? told(error) : String(error));
    }
  }

  private resultOf({ suite, row, column }: Cell, outcome: CellResult['outcome'], ms: number, detail?: string): CellResult {
    return { vendor: this.scenario.connector.vendor, suite, row, column, outcome, ms, ...(detail ? { detail } : {}) };
  }
}

/** What failed, with the reason behind it: a property keeps what its last example was refused for apart. */
const told = (error: Error): string => [error.stack ?? error.message, ...(error.cause instanceof Error ? [`because of ${error.cause.message}`] : [])].join('\n');
