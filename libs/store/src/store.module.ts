import { Module } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';

let shared: DataSource | undefined;

/** Sets the data source that every app of this program works on: one pool a process, opened and closed by who starts it. */
export function useStore(ds: DataSource): void {
  shared = ds;
}

export function store(): DataSource {
  if (!shared) throw new Error('useStore() was not called before an app that needs the store was created');
  return shared;
}

/** Gives an app the store under TypeORM's default injection token (`@InjectDataSource()`). */
@Module({ providers: [{ provide: getDataSourceToken(), useFactory: store }], exports: [getDataSourceToken()] })
export class StoreModule {}
